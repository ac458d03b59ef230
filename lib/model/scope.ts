import type { RecordingChanges, Redaction } from "./privacy";

declare const proven: unique symbol;

/** What a key pair may do. `ingest`: send telemetry. `read`: read sessions. `admin`: change settings. */
export type KeyScope = "ingest" | "read" | "admin";

/**
 * The one project that a request may touch. Made only in `lib/access`, from a proven key or browser session; it is
 * the first argument of every `store` and `query` function that touches a project's data.
 */
export interface ProjectScope {
  readonly projectId: string;
  readonly [proven]: true;
}

/** What a project lets its senders record. Read from the project's row; reaches the write path as an argument. */
export interface RecordingPolicy {
  recordSessions: boolean;
  recordAudio: boolean;
  recordTranscript: boolean;
  recordTraces: boolean;
  recordLogs: boolean;
  redaction: Redaction;
  /** Who switched what last, for the notices that sessions keep. */
  changes: RecordingChanges;
}

/** How much one sender may send. From the configuration. */
export interface IngestLimits {
  /** One OTLP request after inflating. */
  otlpBytesMax: number;
  /** Spans, log records or datapoints of one OTLP request. */
  otlpRecordsMax: number;
  /** One recordings request, audio included. */
  recordingBytesMax: number;
  /** Telemetry requests that this process takes at once; more are asked to come again. */
  requestsInFlightMax: number;
  /** The same for recordings. */
  recordingsInFlightMax: number;
  /** Bytes that all of them may hold in memory together. */
  requestBytesInFlightMax: number;
  /** New sessions of the project in 24 hours. */
  sessionsPerDayMax: number;
  /** One request of runtime lines, before and after inflating. */
  linesBytesMax: number;
  linesPerRequestMax: number;
  /** One runtime line. */
  lineBytesMax: number;
  /** Runtime lines a second, on average over ten seconds. */
  linesPerWorkerSecondMax: number;
  linesPerProjectSecondMax: number;
}

/** Who sends telemetry, proven by its token. Made only in `lib/access`. */
export interface Sender {
  scope: ProjectScope;
  keyId: string;
  policy: RecordingPolicy;
  limits: IngestLimits;
  /** How long the project keeps runtime lines. */
  lineDays: number;
}
