import { jsonNumber, NESTED_TOO_DEEP, NESTING_MAX, setAttribute } from "./any-value";
import type { SentAttributes, SentValue } from "./records";

const FIXED64_MAX = 2n ** 64n - 1n;

/** A JSON object whose shape is not known yet. */
export type JsonObject = Record<string, unknown>;

/**
 * Loose readers of OTLP/JSON: a value of another type than promised reads as absent, because Node's logger and protojson
 * differ (numbers as text, whole doubles as `intValue`, empty ids) and telemetry is kept rather than refused.
 * Source: OpenTelemetry protocol, "JSON Protobuf Encoding"; protobuf.dev, "ProtoJSON format".
 */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The elements of a list; none when it is not a list. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOfJson(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** 16 or 8 bytes as protojson writes them: against OTLP's own rule, but who writes JSON with a protobuf library alone does so. */
const BASE64_ID = /^[A-Za-z0-9+/]{22}==$|^[A-Za-z0-9+/]{11}=$/;

/** An id in lower-case hex; "" when it is absent, empty or all zero, which OpenTelemetry means as absent. */
export function idOf(value: unknown): string {
  const sent = textOfJson(value);
  const hex =
    sent.endsWith("=") && BASE64_ID.test(sent) ? Buffer.from(sent, "base64").toString("hex") : sent.toLowerCase();
  return hex.startsWith("00") && /^0+$/.test(hex) ? "" : hex;
}

/**
 * Unix nanoseconds from decimal text (protojson) or a number (rounded by the sender's JSON); 0 when absent or not a time, which
 * what does not fit into a fixed64 (the year 2554) cannot be.
 */
export function nsOf(value: unknown): bigint {
  const ns = wholeOf(value);
  return ns <= FIXED64_MAX ? ns : 0n;
}

function wholeOf(value: unknown): bigint {
  if (typeof value === "string" && /^\d{1,20}$/.test(value)) return BigInt(value);
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return BigInt(Math.trunc(value));
  return 0n;
}

/** A number from a number or its text ("NaN", "Infinity" included); null when absent. */
export function numberOf(value: unknown): number | null {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return null;
  const number = Number(value);
  return Number.isNaN(number) && value !== "NaN" ? null : number;
}

/** An enum by number, by number as text, or by name with the help of `names`; 0 when unknown. */
export function enumOf(value: unknown, names: Record<string, number>): number {
  if (typeof value === "string" && Object.hasOwn(names, value)) return names[value] ?? 0;
  return numberOf(value) ?? 0;
}

/** A list of `{ key, value }` as an object; a repeated key keeps its last value. */
export function attributesOf(value: unknown, depth = 0): SentAttributes {
  const attributes: SentAttributes = {};
  for (const entry of listOf(value)) {
    const { key, value: sent } = objectOf(entry);
    if (typeof key === "string") setAttribute(attributes, key, anyValueOf(sent, depth));
  }
  return attributes;
}

/** An AnyValue with the same rules as the protobuf decoder's `readAnyValue`. */
export function anyValueOf(value: unknown, depth = 0): SentValue {
  if (depth > NESTING_MAX) return NESTED_TOO_DEEP;
  const sent = objectOf(value);
  if (typeof sent.stringValue === "string") return sent.stringValue;
  if (typeof sent.boolValue === "boolean") return sent.boolValue;
  if (sent.intValue !== undefined) return integerOf(sent.intValue);
  if (sent.doubleValue !== undefined) {
    const number = numberOf(sent.doubleValue);
    return number === null ? null : jsonNumber(number);
  }
  if (sent.arrayValue !== undefined) {
    return listOf(objectOf(sent.arrayValue).values).map((element) => anyValueOf(element, depth + 1));
  }
  if (sent.kvlistValue !== undefined) return attributesOf(objectOf(sent.kvlistValue).values, depth + 1);
  return typeof sent.bytesValue === "string" ? sent.bytesValue : null;
}

function integerOf(value: unknown): SentValue {
  const number = numberOf(value);
  if (number === null) return null;
  if (Number.isSafeInteger(number) || typeof value === "number") return jsonNumber(number);
  return textOfJson(value);
}
