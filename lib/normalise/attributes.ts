import type { Attributes, AttributeValue } from "@/lib/model/attributes";
import { emptyAttributes } from "@/lib/wire/otlp/empty-attributes";

/**
 * Names that SDKs changed, and the one name that we use. Any dot-separated segment `pii` is removed, which covers all of
 * the first row; the rest are the older OpenTelemetry spellings that are read where they stand (`usage-spans.ts`).
 * | sent | ours |
 * | `lk.pii.user_input`, `.instructions`, `.chat_ctx`, `.response.text`, `.response.function_calls`, `.function_tool.arguments`,
 *   `.function_tool.output`, `.input_text`, `.user_transcript`, `.participant_identity`, `.room_name`, `.amd.transcript`,
 *   `.error`, `.sip.phoneNumber` | the same without `pii.` |
 * Source: PROTOCOL §6.1; Python and Node >= 1.7.0, telemetry/trace_types.
 */
const PII_SEGMENT = "pii";

/** Names told before, sent and ours: a session has some two hundred, thousands of times. Bounded, for senders invent names. */
const NAMES_MAX = 4096;
const names = new Map<string, string>();

/** The name that our own code uses for a sent attribute name: without its `pii` segment. */
export function toAttributeName(sent: string): string {
  const known = names.get(sent);
  if (known !== undefined) return known;
  const ours = sent.includes(PII_SEGMENT) ? withoutPii(sent) : sent;
  if (names.size < NAMES_MAX) names.set(sent, ours);
  return ours;
}

function withoutPii(name: string): string {
  const segments = name.split(".").filter((segment) => segment !== PII_SEGMENT);
  return segments.join(".");
}

/**
 * Attributes under normalised names; values as sent. The very object that came in when no name changes. Where a sender
 * uses both spellings, the one that already is ours wins.
 */
export function toAttributes(sent: Attributes): Attributes {
  let attributes: Attributes | null = null;
  for (const name in sent) {
    const ours = toAttributeName(name);
    if (attributes === null) {
      if (ours === name) continue;
      attributes = upTo(name, sent);
    }
    if (ours === name || !(ours in sent)) setAttribute(attributes, ours, sent[name] as AttributeValue);
  }
  return attributes ?? sent;
}

/** The attributes that stand before the first whose name changes. */
function upTo(end: string, sent: Attributes): Attributes {
  const attributes: Attributes = emptyAttributes();
  for (const name in sent) {
    if (name === end) break;
    setAttribute(attributes, name, sent[name] as AttributeValue);
  }
  return attributes;
}

/** A plain assignment of `__proto__` would change the object's prototype instead of adding an attribute. */
function setAttribute(target: Attributes, name: string, value: AttributeValue): void {
  if (name !== "__proto__") target[name] = value;
  else Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

/** What a table of known words says of a sent word; undefined for any other word, also for names that every object has. */
export function lookUp<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

/** The attribute as text; null when it is missing, empty or no text. */
export function textOf(attributes: Attributes, name: string): string | null {
  const value = attributes[name];
  return typeof value === "string" && value !== "" ? value : null;
}

/** The attribute as a finite number, whether it was sent as int, double or decimal text; null otherwise. */
export function numberOf(attributes: Attributes, name: string): number | null {
  return toNumber(attributes[name]);
}

/** A finite number from what JSON or OTLP may hold for one (64-bit integers come as text); null otherwise. */
export function toNumber(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || value === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** The value as a JSON object; null when it is anything else. */
export function toObject(value: unknown): Attributes | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Attributes) : null;
}

/** An attribute that holds JSON as text, parsed; null when missing or not an object. Parse late: these are big. */
export function embeddedObject(attributes: Attributes, name: string): Attributes | null {
  const value = attributes[name];
  if (typeof value !== "string") return toObject(value);
  try {
    return toObject(JSON.parse(value));
  } catch {
    // A sender may have cut the text; the span is still good without it.
    return null;
  }
}
