import type { JournalEntry } from "@/lib/model/journal";
import { decodeEntries, type SentRecording } from "@/lib/normalise/entries";
import { deflate } from "@/lib/wire/gzip";
import type { SentAttributes, SentLog, SentMetricPoint, SentSpan, SentValue } from "@/lib/wire/otlp/records";

/** A session's records as they were sent, to be changed into what other versions of the SDKs send. */
export interface SentRecords {
  spans: SentSpan[];
  logs: SentLog[];
  points: SentMetricPoint[];
  recordings: SentRecording[];
  webhooks: JournalEntry[];
}

export function recordsOf(entries: readonly JournalEntry[]): SentRecords {
  const sent = decodeEntries(entries);
  return {
    spans: sent.spans.map((one) => one.sent),
    logs: sent.logs.map((one) => one.sent),
    points: sent.points,
    recordings: sent.recordings,
    webhooks: entries.filter(({ signal }) => signal === "webhook"),
  };
}

/** Journal entries of these records, one a signal, in OTLP/JSON; all came at the same moment. */
export function entriesFrom(sessionId: string, records: SentRecords, receivedAt: Date): JournalEntry[] {
  const entry = (signal: JournalEntry["signal"], body: object, id = sessionId): JournalEntry => ({
    ...{ sessionId: id, seq: BigInt(++lastSeq), receivedAt, signal, encoding: "json", recordCount: 1 },
    body: deflate(Buffer.from(JSON.stringify(body))),
  });
  const entries = [...records.webhooks];
  const group = (record: { resource: SentSpan["resource"]; scope: SentSpan["scope"] }, list: string, item: object) => ({
    resource: { attributes: pairs(record.resource.attributes) },
    [list]: [{ scope: { ...record.scope, attributes: pairs(record.scope.attributes) }, ...item }],
  });
  const { spans, logs, points, recordings } = records;
  if (spans.length > 0) {
    entries.push(
      entry("traces", { resourceSpans: spans.map((one) => group(one, "scopeSpans", { spans: [span(one)] })) }),
    );
  }
  if (logs.length > 0) {
    entries.push(
      entry("logs", { resourceLogs: logs.map((one) => group(one, "scopeLogs", { logRecords: [log(one)] })) }),
    );
  }
  if (points.length > 0) {
    const metrics = points.map((one) => group(one, "scopeMetrics", { metrics: [metric(one)] }));
    entries.push(entry("metrics", { resourceMetrics: metrics }));
  }
  for (const { header, chatHistory, audio } of recordings) {
    const headerBase64 = recordingHeader(header).toString("base64");
    entries.push(entry("recording", { headerBase64, chatHistory, audio }, header.jobId ?? header.roomId));
  }
  return entries;
}

let lastSeq = 0;

function span(sent: SentSpan) {
  return {
    ...{
      traceId: sent.traceId,
      spanId: sent.spanId,
      parentSpanId: sent.parentSpanId,
      name: sent.name,
      kind: sent.kind,
    },
    ...{ startTimeUnixNano: `${sent.startNs}`, endTimeUnixNano: `${sent.endNs}` },
    attributes: pairs(sent.attributes),
    events: sent.events.map((event) => {
      return { name: event.name, timeUnixNano: `${event.timeNs}`, attributes: pairs(event.attributes) };
    }),
    status: { code: sent.statusCode, message: sent.statusMessage },
  };
}

function log(sent: SentLog) {
  return {
    ...{ timeUnixNano: `${sent.timeNs}`, observedTimeUnixNano: `${sent.observedNs}` },
    ...{ severityNumber: sent.severityNumber, severityText: sent.severityText, body: anyValue(sent.body) },
    ...{ attributes: pairs(sent.attributes), traceId: sent.traceId, spanId: sent.spanId },
  };
}

function metric({ name, unit, kind, startNs, timeNs, value, histogram, attributes }: SentMetricPoint) {
  const times = { startTimeUnixNano: `${startNs}`, timeUnixNano: `${timeNs}`, attributes: pairs(attributes) };
  const dataPoints = [histogram ? { ...times, ...histogram } : { ...times, asDouble: value }];
  return { name, unit, [kind]: { dataPoints, aggregationTemporality: 1 } };
}

function pairs(attributes: SentAttributes): unknown[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: SentValue): unknown {
  if (value === null) return {};
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return Number.isInteger(value) ? { intValue: `${value}` } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: pairs(value) } };
}

/** `livekit.MetricsRecordingHeader`, written by hand. Source: livekit/protocol, livekit_metrics.proto. */
function recordingHeader(header: SentRecording["header"]): Buffer {
  const parts = [field(1, Buffer.from(header.roomId))];
  if (header.durationMs > 0) parts.push(Buffer.from([3 << 3]), varint(BigInt(header.durationMs)));
  const ns = header.startNs ?? 0n;
  const seconds = [Buffer.from([0x08]), varint(ns / 1_000_000_000n)];
  parts.push(field(4, Buffer.concat([...seconds, Buffer.from([0x10]), varint(ns % 1_000_000_000n)])));
  if (header.jobId !== null) parts.push(field(8, Buffer.from(header.jobId)));
  if (header.redactionEnabled) parts.push(Buffer.from([10 << 3, 1]));
  if (header.sessionSummary !== null) parts.push(field(11, Buffer.from(JSON.stringify(header.sessionSummary))));
  return Buffer.concat(parts);
}

function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(BigInt(bytes.length)), bytes]);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}
