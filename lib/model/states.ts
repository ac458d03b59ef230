import { z } from "zod";

/** Positions are milliseconds since the session's `startedAt`. All of this is born in `normalise`, one file a list. */

/** What the agent (`initializing`, `idle`, `listening`, `thinking`, `speaking`) or the user (`listening`, `speaking`, `away`) was at. */
export const TimelineState = z.object({
  kind: z.enum(["agent", "user"]),
  state: z.string(),
  startMs: z.number(),
  /** Null while it lasts. */
  endMs: z.number().nullable(),
});
export type TimelineState = z.infer<typeof TimelineState>;

/** What names a state in a stream: no two of one kind begin at the same time. */
export function stateId({ kind, startMs }: Pick<TimelineState, "kind" | "startMs">): string {
  return `state:${kind}:${startMs}`;
}

/** The agent's event loop stood still: nothing could be heard or said meanwhile. */
export const TimelineStall = z.object({ startMs: z.number(), durationMs: z.number(), spanId: z.string() });
export type TimelineStall = z.infer<typeof TimelineStall>;

/** Somebody came, went or lost the connection; `what` in plain words. */
export const ConnectionEvent = z.object({
  atMs: z.number(),
  what: z.string(),
  /** Identity of the participant; null when it is about the room. */
  participant: z.string().nullable(),
  tone: z.enum(["info", "warn", "error"]),
});
export type ConnectionEvent = z.infer<typeof ConnectionEvent>;

/** As `ConnectionEvent`, on the sender's clock: born in `normalise/connection.ts`. Unit: Unix nanoseconds. */
export interface ConnectionMoment extends Omit<ConnectionEvent, "atMs"> {
  timeNs: bigint;
}
