import { z } from "zod";

/**
 * What a worker is doing: `starting` until it registered with LiveKit or printed for a while, `draining` after a signal to stop,
 * `exited` by itself, `crashed` by a signal or an exit code other than 0, `lost` when nothing came of it for longer than its
 * sender lets pass. Written at intake; `lost` is worked out when it is read.
 */
export const WorkerState = z.enum(["starting", "running", "draining", "exited", "crashed", "lost"]);
export type WorkerState = z.infer<typeof WorkerState>;

/** One run of an agent process. */
export const Worker = z.object({
  id: z.string(),
  agent: z.string(),
  deployment: z.string().nullable(),
  host: z.string().nullable(),
  pid: z.number().nullable(),
  sender: z.enum(["sidecar", "otlp", "ndjson"]),
  livekitId: z.string().nullable(),
  /** Those that it had before it registered again, the latest first. */
  earlierLivekitIds: z.array(z.string()),
  state: WorkerState,
  exitCode: z.number().nullable(),
  exitSignal: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  lastSeenAt: z.string(),
  lineCount: z.number(),
  droppedCount: z.number(),
  linesPerSecond: z.number(),
  runningJobCount: z.number(),
  /** Its clock minus ours; null when it does not tell. */
  clockOffsetMs: z.number().nullable(),
  lastError: z.string().nullable(),
});
export type Worker = z.infer<typeof Worker>;

/** A worker as a request tells of it. Born in lib/ingest-lines.ts. */
export interface NewWorker {
  id: string;
  agent: string;
  deployment: string | null;
  host: string | null;
  pid: number | null;
  sender: "sidecar" | "otlp" | "ndjson";
  senderVersion: string | null;
  startedAtMs: number;
  /** Its clock minus ours, as this request shows it; null when it does not tell. */
  clockOffsetMs: number | null;
  lastError: string | null;
}

/** A job that the worker's lines name; `sessionId` when it became a session. */
export const WorkerJob = z.object({
  jobId: z.string(),
  roomId: z.string().nullable(),
  roomName: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  durationMs: z.number().nullable(),
  /** running, ended, failed; of the session where there is one. */
  state: z.enum(["running", "ended", "failed"]),
  sessionId: z.string().nullable(),
  errorCount: z.number(),
  lastError: z.string().nullable(),
  /** Why its session ended, in the SDK's word. */
  closeReason: z.string().nullable().default(null),
});
export type WorkerJob = z.infer<typeof WorkerJob>;

/** Answer of `GET /api/v1/workers/:id`. */
export const WorkerAnswer = z.object({
  worker: Worker,
  sessions: z.array(WorkerJob),
  /** Other runs on the same host, the latest first. */
  runs: z.array(Worker),
});
export type WorkerAnswer = z.infer<typeof WorkerAnswer>;
