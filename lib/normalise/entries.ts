import type { Encoding, JobNotice, JournalEntry, PolicyNotice, RecordingEnvelope, Signal } from "@/lib/model/journal";
import type { Rejected } from "@/lib/model/records";
import { withInflated } from "@/lib/wire/gzip";
import { decodeLogsJson, decodeMetricsJson, decodeTracesJson } from "@/lib/wire/otlp/decode-json";
import { decodeLogs } from "@/lib/wire/otlp/decode-logs";
import { decodeMetrics } from "@/lib/wire/otlp/decode-metrics";
import { decodeTraces } from "@/lib/wire/otlp/decode-traces";
import type { SentLog, SentMetricPoint, SentSpan } from "@/lib/wire/otlp/records";
import { decodeRecordingHeader, type SentRecordingHeader } from "@/lib/wire/recordings/decode-header";
import { decodeWebhook, type SentWebhook } from "@/lib/wire/webhooks/decode";

/** What one entry may be inflated to: four times the largest request that is accepted by default (PROTOCOL, trap T13). */
const ENTRY_BYTES_MAX = 256 * 1024 * 1024;

/** A sent record and when we received it. */
export interface Received<T> {
  sent: T;
  receivedAt: Date;
}

/** One upload of the end of a session, without its audio's bytes. */
export interface SentRecording {
  header: SentRecordingHeader;
  chatHistory: string | null;
  audio: RecordingEnvelope["audio"];
  receivedAt: Date;
  /** The journal's key: its job's id or its room's, or that of a session which was imported. */
  keptUnder: string;
  /** Only its room is known: old SDKs name no job (PROTOCOL §3). */
  isRoomKeyed: boolean;
}

/** All that a session's entries hold, decoded but not yet understood, in the order of receipt. */
export interface SentSession {
  spans: Received<SentSpan>[];
  logs: Received<SentLog>[];
  points: SentMetricPoint[];
  recordings: SentRecording[];
  webhooks: SentWebhook[];
  /** What the project did not allow when requests came. */
  notices: PolicyNotice[];
  /** What workers' output tells of the job. */
  jobs: JobNotice[];
  rejected: Rejected[];
  /** Of the agent's own telemetry, not of webhooks; null when there is none. */
  firstReceivedAt: Date | null;
  lastReceivedAt: Date | null;
}

/**
 * Inflates and decodes a session's journal entries, whatever their order. An entry that is there twice (a batch sent again)
 * is decoded once.
 * Errors: none thrown for what a sender sent; an entry that cannot be read is in `rejected`, by its index in order of receipt.
 */
export function decodeEntries(entries: readonly JournalEntry[]): SentSession {
  const decoded = emptySession();
  for (const [index, entry] of inOrderOfReceipt(entries).entries()) {
    if (entry.signal !== "webhook") {
      decoded.firstReceivedAt ??= entry.receivedAt;
      decoded.lastReceivedAt = entry.receivedAt;
    }
    try {
      withInflated(entry.body, ENTRY_BYTES_MAX, (body) => DECODERS[entry.signal](entry, body, decoded));
    } catch (error) {
      if (!(error instanceof Error) || !isSendersFault(error)) throw error;
      decoded.rejected.push({ index, reason: `${entry.signal} request: ${error.message}` });
    }
  }
  return decoded;
}

/**
 * How many records an entry holds that was not decoded before, and how large it is when inflated (bytes). A body of type `recording`,
 * `policy` or `job` must be known to have its shape. Errors: AppError or SyntaxError when it cannot be read; `too-large`.
 */
export function countRecords(entry: JournalEntry, bytesMax: number): { records: number; sizeBytes: number } {
  const into = emptySession();
  return withInflated(entry.body, bytesMax, (body) => {
    DECODERS[entry.signal](entry, body, into);
    const lists = [into.spans, into.logs, into.points, into.recordings, into.webhooks, into.notices, into.jobs];
    return { records: lists.reduce((sum, list) => sum + list.length, 0), sizeBytes: body.length };
  });
}

function emptySession(): SentSession {
  return {
    spans: [],
    logs: [],
    points: [],
    recordings: [],
    webhooks: [],
    notices: [],
    jobs: [],
    rejected: [],
    firstReceivedAt: null,
    lastReceivedAt: null,
  };
}

/** AppError of `wire`, or broken JSON; anything else is a bug of ours and must be seen (ARCHITECTURE §7). */
function isSendersFault(error: Error): boolean {
  return error.name === "AppError" || error instanceof SyntaxError;
}

function inOrderOfReceipt(entries: readonly JournalEntry[]): JournalEntry[] {
  const sorted = [...entries].sort(
    (a, b) => a.receivedAt.getTime() - b.receivedAt.getTime() || (a.seq < b.seq ? -1 : a.seq > b.seq ? 1 : 0),
  );
  const kept: JournalEntry[] = [];
  const bySize = new Map<string, JournalEntry[]>();
  for (const entry of sorted) {
    const key = `${entry.signal} ${entry.body.length}`;
    const alike = bySize.get(key);
    if (alike === undefined) bySize.set(key, [entry]);
    else if (alike.some((other) => Buffer.compare(other.body, entry.body) === 0)) continue;
    else alike.push(entry);
    kept.push(entry);
  }
  return kept;
}

type Decoder = (entry: JournalEntry, body: Uint8Array, into: SentSession) => void;

const DECODERS: Record<Signal, Decoder> = {
  traces: (entry, body, into) => {
    const spans = isJson(entry.encoding)
      ? decodeTracesJson(textFrom(body), into.rejected)
      : decodeTraces(body, into.rejected);
    for (const sent of spans) into.spans.push({ sent, receivedAt: entry.receivedAt });
  },
  logs: (entry, body, into) => {
    const logs = isJson(entry.encoding)
      ? decodeLogsJson(textFrom(body), into.rejected)
      : decodeLogs(body, into.rejected);
    for (const sent of logs) into.logs.push({ sent, receivedAt: entry.receivedAt });
  },
  metrics: (entry, body, into) => {
    const points = isJson(entry.encoding)
      ? decodeMetricsJson(textFrom(body), into.rejected)
      : decodeMetrics(body, into.rejected);
    for (const sent of points) into.points.push(sent);
  },
  recording: (entry, body, into) => {
    const envelope = JSON.parse(textFrom(body)) as RecordingEnvelope;
    const header = decodeRecordingHeader(Buffer.from(envelope.headerBase64, "base64"));
    const { chatHistory, audio } = envelope;
    const isRoomKeyed = header.jobId === null || header.jobId === "";
    const { receivedAt, sessionId: keptUnder } = entry;
    into.recordings.push({ header, chatHistory, audio, receivedAt, keptUnder, isRoomKeyed });
  },
  webhook: (_entry, body, into) => {
    into.webhooks.push(decodeWebhook(textFrom(body)));
  },
  policy: (_entry, body, into) => {
    into.notices.push(JSON.parse(textFrom(body)) as PolicyNotice);
  },
  job: (_entry, body, into) => {
    into.jobs.push(JSON.parse(textFrom(body)) as JobNotice);
  },
};

function isJson(encoding: Encoding): boolean {
  return encoding === "json";
}

function textFrom(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
}
