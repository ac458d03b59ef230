import type { SessionRecords } from "@/lib/model/records";
import type { ConnectionEvent, TimelineStall, TimelineState } from "@/lib/model/states";
import { toStalls } from "@/lib/normalise/stalls";
import { toStates } from "@/lib/normalise/states";
import { toPositionMs, toPositionMsOrNull } from "./positions";

/** What agent and user were at, as positions in the session, ordered by (position, kind). */
export function toTimelineStates({ spans, facts: { startNs: beginNs } }: SessionRecords): TimelineState[] {
  return toStates(spans).map(({ kind, state, startNs, endNs }) => ({
    kind,
    state,
    startMs: toPositionMs(startNs, beginNs),
    endMs: toPositionMsOrNull(endNs, beginNs),
  }));
}

/** When the agent's process stood still. */
export function toTimelineStalls({ spans, facts }: SessionRecords): TimelineStall[] {
  return toStalls(spans).map(({ startNs, durationMs, spanId }) => ({
    startMs: toPositionMs(startNs, facts.startNs),
    durationMs,
    spanId,
  }));
}

/** Who came, went or lost the connection. */
export function toTimelineConnection({ connection, facts }: SessionRecords): ConnectionEvent[] {
  return connection.map(({ timeNs, what, participant, tone }) => ({
    atMs: toPositionMs(timeNs, facts.startNs),
    what,
    participant,
    tone,
  }));
}
