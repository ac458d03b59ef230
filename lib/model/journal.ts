/** What a journal entry's body holds. Stored as the smallint given here; never renumber. */
export const SIGNAL = { traces: 1, logs: 2, metrics: 3, recording: 4, webhook: 5 } as const;
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
