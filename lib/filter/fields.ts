/** What is known of a field by its name alone. */
export type FieldKind =
  /** Who a line is of: equal as a whole, or a prefix with *. */
  | "identity"
  /** A part of the line's text. */
  | "part"
  /** The logger: words of its own, which the text of the line does not hold. */
  | "logger"
  /** Where in the source a line was written: a file is found by the end of its path, too, and bare words do not look there. */
  | "place"
  /** All else that the line or its sender tells. */
  | "free";

const KINDS = new Map<string, FieldKind>([
  ["worker", "identity"],
  ["agent", "identity"],
  ["deployment", "identity"],
  ["host", "identity"],
  ["job_id", "identity"],
  ["message", "part"],
  ["exception", "part"],
  ["logger", "logger"],
]);

/** Other spellings, folded, as both SDKs, pino and people write them. Sources: PROTOCOL §9; normalise/lines.ts. */
const SPELLINGS = new Map<string, string>([
  ["jobid", "job_id"],
  ["session_id", "job_id"],
  ["sessionid", "job_id"],
  ["roomid", "room_id"],
  ["room_name", "room"],
  ["roomname", "room"],
  ["msg", "message"],
  ["exc_info", "exception"],
  ["name", "logger"],
]);

/** Written before a name, it means the line's own field, also where we know one of that name. */
const OWN = "fields.";
/** Source: OpenTelemetry semantic conventions, attributes of source code. */
const PLACE = "code.";

/** A folded field name of a filter as trees spell it. */
export function fieldOf(name: string): string {
  return SPELLINGS.get(name) ?? name;
}

/** The kind of a field of a tree. */
export function kindOf(field: string): FieldKind {
  const known = KINDS.get(field);
  if (known) return known;
  return field.startsWith(PLACE) ? "place" : "free";
}

/** The name under which a line's own field stands in trees: `roomId` and `room_id` are one. */
export function ownFieldOf(name: string): string {
  const field = SPELLINGS.get(name) ?? name;
  return KINDS.has(field) || field === "level" || field === "stream" ? OWN + name : field;
}
