import { z } from "zod";
import { SessionId } from "./sessions";

/** What a deletion took, or would take. `bytes`: of files and of the journal. */
export interface Taken {
  sessions: number;
  rows: number;
  blobs: number;
  bytes: number;
}

export const NOTHING_TAKEN: Taken = { sessions: 0, rows: 0, blobs: 0, bytes: 0 };

/** The sum of two. */
export function addTaken(a: Taken, b: Taken): Taken {
  return {
    sessions: a.sessions + b.sessions,
    rows: a.rows + b.rows,
    blobs: a.blobs + b.blobs,
    bytes: a.bytes + b.bytes,
  };
}

/** One session as deletions see it. Instants; `endedAt` is the sender's, the others are ours. */
export interface AgedSession {
  sessionId: string;
  roomId: string | null;
  endedAt: Date | null;
  firstReceivedAt: Date;
  lastReceivedAt: Date;
  /** When it came out of a zip; null for what senders sent here. */
  importedAt: Date | null;
  isHeld: boolean;
}

/** Body of `POST /api/v1/project/retention-runs`. */
export const RetentionRunInput = z.strictObject({ dryRun: z.boolean() });

export const RunState = z.enum(["running", "done", "failed"]);

/** Answer of `GET /api/v1/project/retention-runs/{id}`: what a run found (dry) or deleted, so far while it is running. */
export const RetentionRun = z.object({
  id: z.string(),
  state: RunState,
  dryRun: z.boolean(),
  /** A person, an API key, or "Earshot" for the daily run. */
  askedBy: z.string(),
  /** Sessions that ended before this instant are too old. */
  cutoffAt: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  sessions: z.number(),
  rows: z.number(),
  blobs: z.number(),
  bytes: z.number(),
  failure: z.string().nullable(),
});
export type RetentionRun = z.infer<typeof RetentionRun>;

export const RunPath = z.object({ id: z.string().max(100) });

/** Answer of `GET /api/v1/project/retention-runs`: the latest first, and when the next comes by itself. */
export const RetentionRunsAnswer = z.object({ runs: z.array(RetentionRun), nextRunAt: z.string() });
export type RetentionRunsAnswer = z.infer<typeof RetentionRunsAnswer>;

export const MadeRun = z.object({ id: z.string() });

/** A session that nothing may delete. */
export const Hold = z.object({
  sessionId: z.string(),
  reason: z.string(),
  heldBy: z.string(),
  heldAt: z.string(),
});
export type Hold = z.infer<typeof Hold>;

/** Answer of `GET /api/v1/project/holds`, the latest first. */
export const HoldsAnswer = z.object({ holds: z.array(Hold) });
export type HoldsAnswer = z.infer<typeof HoldsAnswer>;

/** Path and body of `PUT /api/v1/sessions/{id}/hold`. */
export const HoldInput = z.strictObject({
  id: SessionId,
  reason: z.string().trim().min(1, "Say why it must be kept.").max(500),
});

const DELETED_AT_ONCE_MAX = 1000;

/** Body of `POST /api/v1/sessions/deletions`. */
export const DeletionsInput = z.strictObject({ ids: z.array(SessionId).min(1).max(DELETED_AT_ONCE_MAX) });

/** Answer of it: what is gone from now on, and what stays because somebody holds it. Ids that no session has are in neither. */
export const DeletionsAnswer = z.object({ deleted: z.array(z.string()), held: z.array(z.string()) });
export type DeletionsAnswer = z.infer<typeof DeletionsAnswer>;
