import type { JournalEntry, RecordingEnvelope } from "@/lib/model/journal";
import type { SessionRecords } from "@/lib/model/records";
import type { Received } from "@/lib/normalise/entries";
import { type ToSessionOptions, toSession } from "@/lib/normalise/sessions";
import { deflate } from "@/lib/wire/gzip";
import type { SentAttributes, SentLog, SentMetricPoint, SentSpan, SentValue } from "@/lib/wire/otlp/records";

/** Builders of sent records for cases that no capture holds. Times: milliseconds since `BASE_NS`. */
export const BASE_NS = 1_795_262_673_000_000_000n;
export const RECEIVED_AT = new Date("2026-11-21T12:05:00.000Z");
export const LONG_AGO = { nowMs: Date.parse("2026-11-22T00:00:00Z") };
export const JUST_NOW = { nowMs: RECEIVED_AT.getTime() + 1_000 };

/** What the entries of a session mean, long after the last of them came unless `options` says otherwise. */
export function derive(
  sessionId: string,
  entries: JournalEntry[],
  options: ToSessionOptions = LONG_AGO,
): SessionRecords {
  const records = toSession(sessionId, entries, options);
  if (records === null) throw new Error("these entries make no session");
  return records;
}

export function atNs(ms: number): bigint {
  return BASE_NS + BigInt(Math.round(ms * 1e6));
}

export function sentSpan(
  name: string,
  id: number,
  times: [startMs: number, endMs: number | null],
  over: Partial<SentSpan> = {},
): Received<SentSpan> {
  const sent: SentSpan = {
    traceId: "a".repeat(32),
    spanId: id.toString(16).padStart(16, "0"),
    parentSpanId: "",
    name,
    kind: 1,
    startNs: atNs(times[0]),
    endNs: times[1] === null ? 0n : atNs(times[1]),
    attributes: {},
    events: [],
    statusCode: 0,
    statusMessage: "",
    resource: { attributes: {} },
    scope: { name: "livekit-agents", version: "", attributes: {} },
    ...over,
  };
  return { sent, receivedAt: RECEIVED_AT };
}

export function sentLog(body: string, atMs: number, over: Partial<SentLog> = {}): Received<SentLog> {
  const sent: SentLog = {
    timeNs: atNs(atMs),
    observedNs: atNs(atMs),
    severityNumber: 9,
    severityText: "INFO",
    body,
    attributes: {},
    traceId: "",
    spanId: "",
    resource: { attributes: {} },
    scope: { name: "app", version: "", attributes: {} },
    ...over,
  };
  return { sent, receivedAt: RECEIVED_AT };
}

export function sentScopeLog(scope: string, body: string, attributes: SentAttributes, atMs = 0): Received<SentLog> {
  return sentLog(body, atMs, { severityNumber: 0, attributes, scope: { name: scope, version: "", attributes: {} } });
}

export function sentPoint(name: string, value: number, times: [startMs: number, endMs: number]): SentMetricPoint {
  return {
    name,
    unit: "",
    kind: "sum",
    isCumulative: false,
    startNs: atNs(times[0]),
    timeNs: atNs(times[1]),
    value,
    histogram: null,
    attributes: { model_provider: "deepgram", model_name: "nova-3" },
    resource: { attributes: {} },
    scope: { name: "livekit-agents", version: "", attributes: {} },
  };
}

/** Attributes of OTLP/JSON as the protocol spells them: whole numbers as `intValue`, null as an empty value. */
function jsonAttributes(attributes: SentAttributes): unknown[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: SentValue): unknown {
  if (value === null) return {};
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return Number.isInteger(value) ? { intValue: `${value}` } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: jsonAttributes(value) } };
}

export interface JsonSpan {
  traceId?: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startMs: number;
  endMs: number | null;
  isError?: boolean;
  attributes?: SentAttributes;
}

/** The scope's name and the time of receipt; all else is an attribute of the resource. */
interface TracesOptions {
  scope?: string;
  receivedAt?: Date;
  [attribute: string]: string | Date | undefined;
}

/** A journal entry of spans in OTLP/JSON. */
export function tracesEntry(
  sessionId: string,
  spans: JsonSpan[],
  { scope = "", receivedAt = RECEIVED_AT, ...resource }: TracesOptions = {},
): JournalEntry {
  const sent = spans.map(({ traceId = "a".repeat(32), startMs, endMs, isError, attributes = {}, ...span }) => ({
    ...span,
    traceId,
    startTimeUnixNano: atNs(startMs).toString(),
    endTimeUnixNano: endMs === null ? "0" : atNs(endMs).toString(),
    attributes: jsonAttributes(attributes),
    status: isError ? { code: 2 } : {},
  }));
  const body = {
    resourceSpans: [
      {
        resource: { attributes: jsonAttributes(resource as SentAttributes) },
        scopeSpans: [{ scope: { name: scope }, spans: sent }],
      },
    ],
  };
  return entry(sessionId, "traces", JSON.stringify(body), receivedAt);
}

/** A journal entry of one log record in OTLP/JSON. */
export function logsEntry(sessionId: string, body: string, atMs: number, receivedAt = RECEIVED_AT): JournalEntry {
  const record = {
    timeUnixNano: atNs(atMs).toString(),
    severityNumber: 9,
    body: { stringValue: body },
    attributes: [],
  };
  const request = { resourceLogs: [{ resource: {}, scopeLogs: [{ scope: { name: "app" }, logRecords: [record] }] }] };
  return entry(sessionId, "logs", JSON.stringify(request), receivedAt);
}

/** A journal entry of the records of one scope in OTLP/JSON: their bodies and attributes, a second apart from `atMs` on. */
export function scopeLogsEntry(
  sessionId: string,
  scope: string,
  records: [body: string, attributes: SentAttributes][],
  atMs = 0,
): JournalEntry {
  const logRecords = records.map(([body, attributes], index) => ({
    timeUnixNano: atNs(atMs + index * 1000).toString(),
    severityNumber: 0,
    severityText: "unspecified",
    body: { stringValue: body },
    attributes: jsonAttributes(attributes),
    traceId: "",
    spanId: "",
  }));
  const request = { resourceLogs: [{ resource: {}, scopeLogs: [{ scope: { name: scope }, logRecords }] }] };
  return entry(sessionId, "logs", JSON.stringify(request), RECEIVED_AT);
}

/** A journal entry of a recording upload whose header holds only these fields (protobuf, written by hand). */
export function recordingEntry(
  sessionId: string,
  header: { roomId: string; jobId?: string; startMs?: number },
  rest: Partial<RecordingEnvelope> = {},
  receivedAt = RECEIVED_AT,
): JournalEntry {
  const parts = [bytesField(1, Buffer.from(header.roomId))];
  if (header.startMs !== undefined) {
    const ns = atNs(header.startMs);
    const seconds = Buffer.concat([Buffer.from([0x08]), varint(ns / 1_000_000_000n)]);
    const nanos = Buffer.concat([Buffer.from([0x10]), varint(ns % 1_000_000_000n)]);
    parts.push(bytesField(4, Buffer.concat([seconds, nanos])));
  }
  if (header.jobId !== undefined) parts.push(bytesField(8, Buffer.from(header.jobId)));
  const headerBase64 = Buffer.concat(parts).toString("base64");
  const envelope: RecordingEnvelope = { chatHistory: null, audio: null, ...rest, headerBase64 };
  return entry(sessionId, "recording", JSON.stringify(envelope), receivedAt);
}

/** A journal entry of one event of livekit-server. */
export function webhookEntry(roomId: string, event: object): JournalEntry {
  return entry(
    roomId,
    "webhook",
    JSON.stringify({ id: "EV_1", createdAt: "1795262673", room: { sid: roomId }, ...event }),
    RECEIVED_AT,
  );
}

function bytesField(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(BigInt(bytes.length)), bytes]);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

let lastSeq = 0n;

function entry(sessionId: string, signal: JournalEntry["signal"], text: string, receivedAt: Date): JournalEntry {
  lastSeq += 1n;
  const body = deflate(Buffer.from(text));
  return { sessionId, seq: lastSeq, receivedAt, signal, encoding: "json", recordCount: 1, body };
}
