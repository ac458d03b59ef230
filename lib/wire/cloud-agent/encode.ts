import type { ErrorCode } from "@/lib/errors";
import { concatenated, lengthDelimited, textField, varintField } from "../protobuf/writer";
import type { Layout, LayoutOf, Value } from "./messages";
import type { TwirpFormat } from "./request";

/** Our codes as Twirp's. Source: twitchtv.github.io/twirp, "Errors". */
const TWIRP_CODES: Record<ErrorCode, string> = {
  invalid: "invalid_argument",
  unauthenticated: "unauthenticated",
  forbidden: "permission_denied",
  "not-found": "not_found",
  conflict: "aborted",
  "too-large": "resource_exhausted",
  unsupported: "bad_route",
  limited: "resource_exhausted",
  unavailable: "unavailable",
};

/**
 * An answer in the request's own format: protobuf as its layout says, or JSON with the .proto file's names and every field.
 * Units: instants are Dates. Errors: none. Source: protobuf.dev, "Encoding"; twitchtv.github.io/twirp, "Twirp Wire Protocol".
 */
export function encodeAnswer<Message extends object>(
  format: TwirpFormat,
  layout: LayoutOf<Message>,
  message: Message,
): Uint8Array {
  return format === "json" ? Buffer.from(JSON.stringify(named(message))) : encodeMessage(layout, message);
}

/**
 * The body of a refusal. `lk` prints `msg`, and for its logs `meta`, too.
 * Source: twitchtv.github.io/twirp, "Errors"; PROTOCOL §10.
 */
export function encodeTwirpError(code: ErrorCode | "bad_route" | "unimplemented", message: string): string {
  const word = code === "bad_route" || code === "unimplemented" ? code : TWIRP_CODES[code];
  return JSON.stringify({ code: word, msg: message, meta: { code: word } });
}

function encodeMessage(layout: Layout, message: object): Uint8Array {
  const fields = Object.entries(message) as [string, Value][];
  return concatenated(
    fields.map(([name, value]) => {
      const place = layout[name];
      if (place === undefined) throw new Error(`The layout has no field ${name}.`);
      return typeof place === "number" ? encodeField(place, value) : encodeList(place, value as readonly object[]);
    }),
  );
}

function encodeList({ field, layout }: { field: number; layout: Layout }, messages: readonly object[]): Uint8Array {
  return concatenated(messages.map((message) => lengthDelimited(field, encodeMessage(layout, message))));
}

function encodeField(field: number, value: Value): Uint8Array {
  if (value === null) return new Uint8Array(0);
  if (typeof value === "string") return textField(field, value);
  if (typeof value === "number") return varintField(field, value);
  if (typeof value === "boolean") return varintField(field, value ? 1 : 0);
  if (value instanceof Date) return lengthDelimited(field, encodeInstant(value));
  const entries = Object.entries(value as Record<string, string>);
  return concatenated(
    entries.map(([key, text]) => lengthDelimited(field, concatenated([textField(1, key), textField(2, text)]))),
  );
}

/** google.protobuf.Timestamp, from 1970 on. */
function encodeInstant(instant: Date): Uint8Array {
  const ms = Math.max(0, instant.getTime());
  return concatenated([varintField(1, Math.floor(ms / 1000)), varintField(2, (ms % 1000) * 1_000_000)]);
}

/** With the .proto file's names: `agentId` is `agent_id`. Keys of attributes stay as they are. */
function named(message: object): Record<string, unknown> {
  const fields = Object.entries(message) as [string, Value][];
  return Object.fromEntries(
    fields.map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      Array.isArray(value) ? value.map(named) : value,
    ]),
  );
}
