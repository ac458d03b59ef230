/**
 * The sidecar's protocol: `POST /api/v1/runtime-lines`, `Content-Type: application/x-ndjson`, gzip or none, one record a line. A
 * `worker` record says whose the records after it are; a batch may hold several. Sequence numbers go up by one with each record of
 * a worker, from 1, whatever kind it is; what comes again under a number is not stored again. Times are ms since the epoch
 * (fractions allowed) by the sender's clock.
 */

/** Whose records follow. Sent at the head of every batch. */
export interface WorkerRecord {
  type: "worker";
  /** Made anew at each start of the process, 1 to 200 characters of A-Z a-z 0-9 . _ : - */
  id: string;
  agent: string;
  deployment?: string;
  host?: string;
  pid?: number;
  startedAt: number;
  /** When the batch was made: tells how far the clock is off. */
  sentAt: number;
  sender: string;
  /** The sidecar's own last trouble, in words; left out when there is none. */
  lastError?: string;
}

/** What the process printed: one line without its end, or a traceback with line breaks. */
export interface TextRecord {
  type: "line";
  seq: number;
  at: number;
  stream: "stdout" | "stderr";
  raw: string;
}

/** What happened to the process or to its lines. */
export interface EventRecord {
  type: "event";
  seq: number;
  at: number;
  event: "started" | "draining" | "exited" | "restarted" | "out-of-memory" | "dropped" | "sidecar";
  /** For a person. */
  text: string;
  /** Of `exited`. */
  code?: number;
  signal?: string;
  /** Of `exited` after a failure: what it printed last. */
  lastLines?: string[];
  /** Of `dropped`: how many lines were lost, between which times, and why. */
  count?: number;
  reason?: string;
}

export type LineRecord = WorkerRecord | TextRecord | EventRecord;
