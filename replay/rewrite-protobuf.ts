import type { Freshness } from "./freshness";

/** Which fields of a message hold what: a leaf by name, or the shape of a message inside. */
type Leaf = "ns" | "traceId" | "seconds" | "double" | "int";
interface Shape {
  [field: number]: Leaf | (() => Shape);
}

// Source: opentelemetry-proto v1, common.proto, trace.proto, logs.proto, metrics.proto; livekit_metrics.proto.
const anyValue = (): Shape => ({ 3: "int", 4: "double", 5: () => ({ 1: anyValue }), 6: () => ({ 1: keyValue }) });
const keyValue = (): Shape => ({ 2: anyValue });
const scope = (): Shape => ({ 3: keyValue });
const resource = (): Shape => ({ 1: keyValue });
const event = (): Shape => ({ 1: "ns", 3: keyValue });
const link = (): Shape => ({ 1: "traceId", 2: "traceId", 4: keyValue });
const span = (): Shape => ({
  1: "traceId",
  2: "traceId",
  4: "traceId",
  7: "ns",
  8: "ns",
  9: keyValue,
  11: event,
  13: link,
});
const logRecord = (): Shape => ({ 1: "ns", 11: "ns", 5: anyValue, 6: keyValue, 9: "traceId", 10: "traceId" });
const exemplar = (): Shape => ({ 2: "ns", 4: "traceId", 5: "traceId", 7: keyValue });
const numberPoint = (): Shape => ({ 2: "ns", 3: "ns", 5: exemplar, 7: keyValue });
const histogramPoint = (): Shape => ({ 2: "ns", 3: "ns", 8: exemplar, 9: keyValue });
const metric = (): Shape => ({
  5: () => ({ 1: numberPoint }),
  7: () => ({ 1: numberPoint }),
  9: () => ({ 1: histogramPoint }),
});
const request = (record: () => Shape) => (): Shape => ({
  1: () => ({ 1: resource, 2: () => ({ 1: scope, 2: record }) }),
});

/** The messages a replay rewrites. */
export const SHAPES = {
  traces: request(span),
  logs: request(logRecord),
  metrics: request(metric),
  recordingHeader: (): Shape => ({ 4: () => ({ 1: "seconds" }) }),
};

const NS_PER_SECOND = 1_000_000_000n;

/**
 * Rewrites times and trace ids of a protobuf message, in place: fixed64 nanoseconds, doubles and integers that are Unix
 * times of the capture, and 8 or 16 bytes of id. Unknown fields stay. Throws on bytes that are no message.
 */
export function rewriteProtobuf(bytes: Buffer, shape: Shape, fresh: Freshness): void {
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    const field = shape[Number(tag.value >> 3n)];
    const start = tag.end;
    const content = fieldContent(bytes, start, Number(tag.value & 7n));
    if (field !== undefined) rewriteField(content.bytes, field, fresh);
    at = content.end;
  }
}

function rewriteField(content: Buffer, field: Leaf | (() => Shape), fresh: Freshness): void {
  if (typeof field === "function") rewriteProtobuf(content, field(), fresh);
  else if (field === "traceId") fresh.renew(content);
  else if (field === "ns") shiftNs(content, fresh);
  else if (field === "double") shiftDouble(content, fresh);
  else shiftVarint(content, fresh);
}

function shiftNs(content: Buffer, fresh: Freshness): void {
  const ns = content.readBigUInt64LE();
  if (!fresh.isCaptured(Number(ns / NS_PER_SECOND))) return;
  content.writeBigUInt64LE(ns + BigInt(fresh.shiftSeconds) * NS_PER_SECOND);
}

function shiftDouble(content: Buffer, fresh: Freshness): void {
  const value = content.readDoubleLE();
  if (fresh.isCaptured(value)) content.writeDoubleLE(value + fresh.shiftSeconds);
  else if (fresh.isCaptured(value / 1000)) content.writeDoubleLE(value + fresh.shiftSeconds * 1000);
}

/** Seconds or milliseconds. A varint may be longer than it must: the new one takes as many bytes as the old one. */
function shiftVarint(content: Buffer, fresh: Freshness): void {
  const value = Number(readVarint(content, 0).value);
  const factor = fresh.isCaptured(value) ? 1 : fresh.isCaptured(value / 1000) ? 1000 : 0;
  if (factor === 0) return;
  let left = BigInt(value + fresh.shiftSeconds * factor);
  for (let i = 0; i < content.length; i++) {
    content[i] = Number(left & 127n) | (i < content.length - 1 ? 128 : 0);
    left >>= 7n;
  }
}

function fieldContent(bytes: Buffer, start: number, wireType: number): { bytes: Buffer; end: number } {
  if (wireType === 0) return cut(bytes, start, readVarint(bytes, start).end);
  if (wireType === 1) return cut(bytes, start, start + 8);
  if (wireType === 5) return cut(bytes, start, start + 4);
  if (wireType !== 2) throw new Error(`wire type ${wireType} at byte ${start}`);
  const length = readVarint(bytes, start);
  return cut(bytes, length.end, length.end + Number(length.value));
}

function cut(bytes: Buffer, start: number, end: number): { bytes: Buffer; end: number } {
  if (end > bytes.length) throw new Error(`a field ends at byte ${end} of ${bytes.length}`);
  return { bytes: bytes.subarray(start, end), end };
}

function readVarint(bytes: Buffer, start: number): { value: bigint; end: number } {
  let value = 0n;
  for (let at = start, bits = 0n; at < bytes.length; at++, bits += 7n) {
    const byte = bytes[at] ?? 0;
    value |= BigInt(byte & 127) << bits;
    if (byte < 128) return { value, end: at + 1 };
  }
  throw new Error(`a number without an end at byte ${start}`);
}
