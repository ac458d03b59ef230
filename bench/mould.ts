import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { type Capture, inflatedBody, jobIdsOf, loadCapture } from "@/replay/captures";
import { type Freshness, makeFreshness } from "@/replay/freshness";
import { fieldsOf, lengthField } from "@/replay/protobuf";
import { type PreparedRequest, rewriteMessage } from "@/replay/rewrite";
import { rewriteProtobuf, SHAPES } from "@/replay/rewrite-protobuf";

/** One session's size: DESIGN's figures are for 166 spans and 120 log records. */
export interface SessionSize {
  spans: number;
  logs: number;
  traceRequests: number;
  logRequests: number;
}

/** *Cadence* is how SDKs send, a batch every five seconds; *big* is a sender that waits for the end. */
export const MODES = {
  cadence: { spans: 166, logs: 120, traceRequests: 60, logRequests: 36 },
  big: { spans: 166, logs: 120, traceRequests: 1, logRequests: 1 },
} as const satisfies Record<string, SessionSize>;
export type Mode = keyof typeof MODES;

type Signal = "traces" | "logs";

/** Records at the session's begin that are repeated when a capture has too few: ordinary ones, no report, no root. */
const REPEATED_MAX = 12;
const SPREAD_SECONDS = 60;

/** One record as sent, with the resource and the scope around it. */
export interface Sent {
  resource: Buffer;
  scope: Buffer;
  record: Buffer;
}

/** A session out of a real capture, cut into records, from which sessions of any number and size are made. */
export interface Mould {
  capture: Capture;
  traces: Sent[];
  logs: Sent[];
}

/** Takes the records of a capture apart, in the order in which the SDK sent them. */
export function makeMould(name = "python-clinic"): Mould {
  const capture = loadCapture(name);
  const recordsOf = (signal: Signal) =>
    capture.requests
      .filter((request) => request.path.includes(`/${signal}/`))
      .flatMap((request) => recordsIn(inflatedBody(request)));
  return { capture, traces: recordsOf("traces"), logs: recordsOf("logs") };
}

/** The requests of one new session: same seed, same bytes. It ended `agoSeconds` before `nowSeconds`. */
export function castSession(
  mould: Mould,
  size: SessionSize,
  which: { seed: string; nowSeconds: number; agoSeconds: number },
): PreparedRequest[] {
  const { capture } = mould;
  const shift = Math.round(which.nowSeconds - which.agoSeconds - capture.endSeconds);
  const fresh = makeFreshness(which.seed, shift, [capture.startSeconds, capture.endSeconds]);
  const requests = [
    ...castSignal("traces", fill(mould, "traces", size.spans), { count: size.traceRequests, fresh }),
    ...castSignal("logs", fill(mould, "logs", size.logs), { count: size.logRequests, fresh }),
  ];
  // As they would come: both signals side by side, the session report, which is the last log record, at the end.
  return requests.sort((a, b) => a.offsetMs - b.offsetMs);
}

/** New sessions that ended `agoSeconds` before now, with the ids that they will have. */
export function castNamed(
  mould: Mould,
  size: SessionSize,
  { count, agoSeconds }: { count: number; agoSeconds: number },
): { id: string; requests: PreparedRequest[] }[] {
  const [job] = jobIdsOf(mould.capture);
  const nowSeconds = Date.now() / 1000;
  return Array.from({ length: count }, () => {
    const seed = randomUUID();
    const requests = castSession(mould, size, { seed, nowSeconds, agoSeconds });
    return { id: makeFreshness(seed, 0, [0, 0]).id(job ?? ""), requests };
  });
}

function castSignal(signal: Signal, records: Sent[], how: { count: number; fresh: Freshness }): PreparedRequest[] {
  return Array.from({ length: how.count }, (_unused, index) => {
    const from = Math.floor((records.length * index) / how.count);
    const to = Math.floor((records.length * (index + 1)) / how.count);
    const body = joinRecords(records.slice(from, to));
    rewriteMessage(body, SHAPES[signal], how.fresh);
    return {
      offsetMs: (index + (signal === "logs" ? 1 : 0)) / how.count,
      path: `/observability/${signal}/otlp/v0`,
      headers: { "content-type": "application/x-protobuf", "content-encoding": "gzip" },
      body: gzipSync(body),
    };
  });
}

/**
 * Exactly `count` records: the last ones of the capture (the session report is among them), and before them the first ones
 * repeated, with ids (spans) or times (logs) of their own, so that none is taken for one that was sent twice.
 */
function fill(mould: Mould, signal: Signal, count: number): Sent[] {
  const records = mould[signal].slice(-count);
  const repeatable = records.slice(0, REPEATED_MAX);
  const more = Array.from({ length: count - records.length }, (_unused, index) => {
    const sent = repeatable[index % repeatable.length];
    if (!sent) throw new Error(`the capture has no ${signal}`);
    return { ...sent, record: vary(sent.record, signal, index + 1) };
  });
  return [...more, ...records];
}

function vary(record: Buffer, signal: Signal, nth: number): Buffer {
  const copy = Buffer.from(record);
  const other: Freshness = {
    shiftSeconds: nth % SPREAD_SECONDS,
    isCaptured: () => signal === "logs",
    id: (old) => old,
    renew: (bytes) => new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, nth),
  };
  // A log record's time, or a span's own id: field 1 of the one, field 2 of the other.
  rewriteProtobuf(copy, signal === "logs" ? { 1: "ns" } : { 2: "id" }, other);
  return copy;
}

/** Request: field 1 resource block { 1 resource, 2 scope block { 1 scope, 2 records } }. Source: opentelemetry-proto v1. */
function recordsIn(body: Buffer): Sent[] {
  return numbered(body, 1).flatMap((block) => {
    const resource = numbered(block, 1)[0] ?? Buffer.alloc(0);
    return numbered(block, 2).flatMap((scoped) => {
      const scope = numbered(scoped, 1)[0] ?? Buffer.alloc(0);
      return numbered(scoped, 2).map((record) => ({ resource, scope, record }));
    });
  });
}

export function joinRecords(records: Sent[]): Buffer {
  const scopes = new Map<string, Buffer[]>();
  for (const { scope, record } of records) {
    const key = scope.toString("latin1");
    const fields = scopes.get(key) ?? [lengthField(1, scope)];
    fields.push(lengthField(2, record));
    scopes.set(key, fields);
  }
  const blocks = [...scopes.values()].map((fields) => lengthField(2, Buffer.concat(fields)));
  return lengthField(1, Buffer.concat([lengthField(1, records[0]?.resource ?? Buffer.alloc(0)), ...blocks]));
}

function numbered(message: Buffer, number: number): Buffer[] {
  return [...fieldsOf(message)].filter((field) => field.number === number).map((field) => field.content);
}
