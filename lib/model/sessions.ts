import { z } from "zod";
import type { Usage as UsageRow } from "./usage";
import { Usage } from "./usage";

export const SessionStatus = z.enum(["live", "ended", "failed"]);
export type SessionStatus = z.infer<typeof SessionStatus>;

/** One session as lists and headers show it (API.md, Session). Instants are ISO 8601 UTC with milliseconds. */
export const Session = z.object({
  id: z.string(),
  roomId: z.string().nullable(),
  roomName: z.string().nullable(),
  agentName: z.string().nullable(),
  sdk: z.object({ language: z.string().nullable(), version: z.string().nullable() }),
  status: SessionStatus,
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  durationMs: z.number().nullable(),
  userTurnCount: z.number(),
  agentTurnCount: z.number(),
  toolCallCount: z.number(),
  toolErrorCount: z.number(),
  interruptionCount: z.number(),
  handoffCount: z.number(),
  errorCount: z.number(),
  latency: z.object({ e2eP50Ms: z.number(), e2eP95Ms: z.number() }).nullable(),
  closeReason: z.string().nullable(),
  outcome: z.enum(["success", "fail"]).nullable(),
  tags: z.array(z.string()),
  usage: z.array(Usage),
  recording: z
    .object({ hasAudio: z.boolean(), durationMs: z.number().nullable(), sizeBytes: z.number().nullable() })
    .nullable(),
  snippet: z.object({ text: z.string(), atMs: z.number() }).nullable().optional(),
});
export type Session = z.infer<typeof Session>;

/** Text of a request that goes to the database, which knows no zero byte in a text. */
export const RequestText = z.string().regex(/^[^\0]*$/, "must not hold a zero byte");

/** What a session can be ordered by; "-" is descending. `latency` is p95, `room` the room's name, `tokens` in and out of all models. */
export const SessionSort = z.enum([
  "-startedAt",
  "startedAt",
  "-durationMs",
  "durationMs",
  "-latency",
  "latency",
  "-latencyP50",
  "latencyP50",
  "-agent",
  "agent",
  "-room",
  "room",
  "-turns",
  "turns",
  "-interruptions",
  "interruptions",
  "-tools",
  "tools",
  "-errors",
  "errors",
  "-tokens",
  "tokens",
]);
export type SessionSort = z.infer<typeof SessionSort>;

/** `none` finds the sessions that nobody judged. */
export const OutcomeFilter = z.enum(["success", "fail", "none"]);
export type OutcomeFilter = z.infer<typeof OutcomeFilter>;

const CHOICES_MAX = 50;
const yesNo = z.enum(["true", "false"]).transform((word) => word === "true");

/** A parameter that may stand several times: one of its values is enough. */
function several<Output extends string>(item: z.ZodType<Output, string>) {
  return z
    .union([item, z.array(item).max(CHOICES_MAX)])
    .transform((value): Output[] => (Array.isArray(value) ? value : [value]))
    .optional();
}

/**
 * Which sessions. `q`: words that were said or logged, ids or a room name; all must match. `agent`, `status`, `outcome`, `tag`
 * and `sdk` may stand several times and then mean one or the other. An empty `agent` finds sessions without one; `sdk` is a
 * language ("python"), with or without version ("python 1.8.3"). `from` is included, `to` is not.
 */
export const SessionsFilter = z.object({
  q: RequestText.max(500).optional(),
  agent: several(RequestText.max(200)),
  status: several(SessionStatus),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  tag: several(RequestText.max(200)),
  outcome: several(OutcomeFilter),
  sdk: several(RequestText.max(400)),
  /** Something was logged at error level or above. */
  hasErrors: yesNo.optional(),
  hasRecording: yesNo.optional(),
});
export type SessionsFilter = z.infer<typeof SessionsFilter>;

/** Query of `GET /api/v1/sessions`. */
export const SessionsQuery = SessionsFilter.extend({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2000).optional(),
  sort: SessionSort.default("-startedAt"),
});
export type SessionsQuery = z.infer<typeof SessionsQuery>;

const EXPORTED_IDS_MAX = 500;

/** Query of `GET /api/v1/sessions/export`: all sessions of a filter in its order, or those named by `ids` (may stand several times). */
export const SessionsExportQuery = SessionsFilter.extend({
  format: z.enum(["ndjson", "csv"]),
  ids: z
    .union([RequestText.min(1).max(500), z.array(RequestText.min(1).max(500)).max(EXPORTED_IDS_MAX)])
    .transform((ids) => (Array.isArray(ids) ? ids : [ids]))
    .optional(),
  sort: SessionSort.default("-startedAt"),
});
export type SessionsExportQuery = z.infer<typeof SessionsExportQuery>;

/** A session as paths name it: job id, room SID or another sender's session key, decoded. */
export const SessionId = RequestText.min(1).max(500);

export const SessionPath = z.object({ id: SessionId });
export type SessionPath = z.infer<typeof SessionPath>;

export const SessionsAnswer = z.object({
  sessions: z.array(Session),
  nextCursor: z.string().nullable(),
  liveCount: z.number(),
});
export type SessionsAnswer = z.infer<typeof SessionsAnswer>;

/** What is known of a session as a whole, born in `normalise/sessions.ts`. Nulls were not said by any source. */
export interface SessionFacts {
  sessionId: string;
  roomId: string | null;
  roomName: string | null;
  agentName: string | null;
  sdkLanguage: string | null;
  sdkVersion: string | null;
  status: SessionStatus;
  /** Whole milliseconds (as ns): every position in the session counts from here. */
  startNs: bigint;
  endNs: bigint | null;
  closeReason: string | null;
  outcome: "success" | "fail" | null;
  tags: string[];
  usage: UsageRow[];
  /** LiveKit's id of the agent server that ran it (AW_…). */
  workerId: string | null;
  options: unknown;
}

/** A participant of the room, from livekit-server's webhooks and the spans. */
export interface Participant {
  participantId: string | null;
  identity: string;
  name: string | null;
  kind: "user" | "agent" | "sip" | "other";
  /** The other end's number of a telephone call; null when there is none or the sender withheld it. */
  phone?: string | null;
  joinedNs: bigint | null;
  leftNs: bigint | null;
  disconnectReason: string | null;
}
