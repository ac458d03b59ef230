import type { LineLevel, LineStream } from "./lines";
import type { KeptSignal, ReplacementCounts, SenderRedacted } from "./privacy";

/** What a journal entry's body holds. Stored as the smallint given here; never renumber. */
export const SIGNAL = { traces: 1, logs: 2, metrics: 3, recording: 4, webhook: 5, policy: 6, job: 7 } as const;
export type Signal = keyof typeof SIGNAL;

/** How an entry's body is encoded before compression; every body is gzip. Stored as smallint; never renumber. */
export const ENCODING = { protobuf: 1, json: 2 } as const;
export type Encoding = keyof typeof ENCODING;

/** One part of one request, before it is stored. */
export interface NewJournalEntry {
  sessionId: string;
  signal: Signal;
  encoding: Encoding;
  recordCount: number;
  /** gzip bytes, as they came where possible. */
  body: Uint8Array;
  /** True when this entry says that the session is over (report, recording or closed root span). */
  endsSession: boolean;
}

/** One stored entry. `seq` orders entries of one moment; sequence order is not commit order (DESIGN §2). */
export interface JournalEntry {
  sessionId: string;
  seq: bigint;
  receivedAt: Date;
  signal: Signal;
  encoding: Encoding;
  recordCount: number;
  /** gzip bytes. */
  body: Uint8Array;
}

/**
 * JSON of a `recording` entry: the multipart request without its audio, which lies in the blob store.
 * `headerBase64` is the binary `livekit.MetricsRecordingHeader`; `chatHistory` is the part's text as sent.
 */
export interface RecordingEnvelope {
  headerBase64: string;
  chatHistory: string | null;
  audio: { blobKey: string; sizeBytes: number; contentType: string; sha256: string } | null;
}

/** What may be left out of a request, in numbers. `texts`: attributes and the like of records that are kept. */
export type DroppedKind = "spans" | "logs" | "chatItems" | "texts" | "transcripts" | "audioBytes" | "unreadable";

/**
 * JSON of a `policy` entry: what the project allowed when a request came, and what was left out of it or replaced in it before it
 * was stored. Written by the write path only where something is not allowed; never holds a word of what was left out.
 */
export interface PolicyNotice {
  recording: Record<KeptSignal, boolean>;
  /** ISO instants: when each was last switched, as far as anybody did. */
  since: Record<KeptSignal, string | null>;
  /** Names of the redaction rules that were on. */
  rules: string[];
  senderRedacted: SenderRedacted;
  /** The sender asked for redaction. */
  asked: boolean;
  dropped: Partial<Record<DroppedKind, number>>;
  replaced: ReplacementCounts;
  /** Of the request, so that one that is sent again is counted once. */
  of: string;
}

/**
 * JSON of a `job` entry: a job that failed before its session could begin, as the output of its worker tells it. Written by the
 * background process (docs/decisions/0017-failed-jobs.md); telemetry of the same job that comes later counts for more.
 */
export interface JobNotice {
  agent: string;
  deployment: string | null;
  /** The worker's id, and LiveKit's of it where its lines tell. */
  worker: string;
  livekitWorkerId: string | null;
  roomId: string | null;
  roomName: string | null;
  /** What went wrong, in words that go on after "This job failed before its session began: ". */
  reason: string;
  /** ms since the epoch, by the worker's clock. */
  firstAtMs: number;
  lastAtMs: number;
  /** What was printed for the job, or by the process beside it; none when the project keeps no logs of sessions. */
  lines: { atMs: number; level: LineLevel | null; stream: LineStream; raw: string }[];
  linesLeftOut: number;
}
