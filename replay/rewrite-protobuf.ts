import type { Freshness } from "./freshness";
import { fieldsOf, readVarint } from "./protobuf";

/** Which fields of a message hold what: a leaf by name, or the shape of a message inside. */
type Leaf = "ns" | "id" | "seconds" | "double" | "int";
interface Shape {
  [field: number]: Leaf | (() => Shape);
}

// Source: opentelemetry-proto v1, common.proto, trace.proto, logs.proto, metrics.proto; livekit_metrics.proto.
const anyValue = (): Shape => ({ 3: "int", 4: "double", 5: () => ({ 1: anyValue }), 6: () => ({ 1: keyValue }) });
const keyValue = (): Shape => ({ 2: anyValue });
const scope = (): Shape => ({ 3: keyValue });
const resource = (): Shape => ({ 1: keyValue });
const event = (): Shape => ({ 1: "ns", 3: keyValue });
const link = (): Shape => ({ 1: "id", 2: "id", 4: keyValue });
const span = (): Shape => ({
  1: "id",
  2: "id",
  4: "id",
  7: "ns",
  8: "ns",
  9: keyValue,
  11: event,
  13: link,
});
const logRecord = (): Shape => ({ 1: "ns", 11: "ns", 5: anyValue, 6: keyValue, 9: "id", 10: "id" });
const exemplar = (): Shape => ({ 2: "ns", 4: "id", 5: "id", 7: keyValue });
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
  for (const { number, content } of fieldsOf(bytes)) {
    const field = shape[number];
    if (field !== undefined) rewriteField(content, field, fresh);
  }
}

function rewriteField(content: Buffer, field: Leaf | (() => Shape), fresh: Freshness): void {
  if (typeof field === "function") rewriteProtobuf(content, field(), fresh);
  else if (field === "id") fresh.renew(content);
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
