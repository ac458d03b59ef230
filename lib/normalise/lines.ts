import type { ParsedLine } from "@/lib/model/lines";
import { parseJson } from "@/lib/wire/json";
import { toLineLevel } from "./line-levels";
import { guessLevel, parseDevelopmentLine, withoutColours } from "./text-lines";

type Role = "message" | "level" | "time" | "logger" | "job" | "room" | "roomName" | "error" | "stack";

/** Where loggers put what; the first that is there counts. Sources: PROTOCOL §9 (py `cli/log.py`, js `log.ts`), pino, structlog, Vector. */
const NAMES: Record<Role, readonly string[]> = {
  message: ["message", "msg", "event", "log", "body", "text"],
  level: ["level", "severity", "levelname", "lvl"],
  time: ["timestamp", "time", "@timestamp", "ts", "asctime"],
  logger: ["name", "logger"],
  job: ["job_id", "jobId", "jobID"],
  room: ["room_id", "roomId", "roomID"],
  roomName: ["room", "room_name", "roomName"],
  error: ["error", "err", "exception"],
  stack: ["exc_info", "stack", "stack_info"],
};

/** What of a known name is shown elsewhere and so is no field: rooms have no other place. */
const ROLES_APART: ReadonlySet<Role> = new Set(["message", "level", "time", "logger", "job", "stack"]);

interface Known {
  role: Role;
  rank: number;
}
const KNOWN = new Map<string, Known>(
  (Object.keys(NAMES) as Role[]).flatMap((role) => NAMES[role].map((name, rank) => [name, { role, rank }] as const)),
);

/** An id is a key of the store; LiveKit's have 15 characters. */
const ID_LENGTH_MAX = 200;
/** `registered worker`, `draining worker` and `shutting down worker` say which. Source: captures `worker.log`; py `worker.py`. */
const TELLS_WORKER = / worker$/;
const WORKER_ID = /^AW_\w+$/;

/** Bounds between seconds, milliseconds, microseconds and nanoseconds since 1970: right for times from 1973 to 5138. */
const SECONDS_MAX = 1e11;
const MILLISECONDS_MAX = 1e14;
const MICROSECONDS_MAX = 1e17;
/** Times without a zone are somebody's local ones. */
const HAS_ZONE = /(?:Z|[+-]\d\d:?\d\d)$/;

/**
 * What a line of an agent's output says: JSON of both SDKs and of other loggers, the coloured text of development mode, and plain
 * text, of which only the level is guessed. Pure and cheap, for it is done at intake and again at each reading.
 * Units: ms since the epoch; a time without a zone tells nothing. Errors: none; what is not understood is the message.
 * Source: PROTOCOL §9.
 */
export function parseLine(raw: string): ParsedLine {
  const object = parseObject(raw);
  if (object) return ofObject(object, raw);
  const text = withoutColours(raw);
  const development = parseDevelopmentLine(text);
  return development ? ofObject(development, raw) : { ...NOTHING, level: guessLevel(text), message: text, fields: {} };
}

const NOTHING = {
  ...{ atMs: null, level: null, logger: null, jobId: null, roomId: null, roomName: null },
  ...{ livekitWorkerId: null, exception: null },
} as const;

/** A brace leads, or spaces before one: all else is not worth a try. */
function parseObject(raw: string): Record<string, unknown> | null {
  const first = raw.charCodeAt(0);
  if (first !== 0x7b && !(first <= 0x20 && /^\s*\{/.test(raw))) return null;
  try {
    return parseJson(raw) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** The value of each role, from the name that ranks first among those that hold something of its kind. */
type Found = { [role in Role]?: { name: string; rank: number; value: unknown } };

function ofObject(object: Record<string, unknown>, raw: string): ParsedLine {
  const found = findRoles(object);
  const fields: Record<string, unknown> = {};
  for (const name in object) {
    const role = KNOWN.get(name)?.role;
    const isApart = role !== undefined && ROLES_APART.has(role) && found[role]?.name === name;
    // As a key it would change the object instead; the raw line has it.
    if (!isApart && name !== "__proto__") fields[name] = object[name];
  }
  const exception = textOf(found.stack) ?? takeStack(fields, found.error);
  const said = textOf(found.message);
  const message = said === null ? withoutColours(raw) : withoutColours(withoutTail(said, exception));
  return {
    atMs: found.time ? toTimeMs(found.time.value) : null,
    level: found.level ? toLineLevel(found.level.value) : null,
    message,
    logger: textOf(found.logger),
    jobId: textOf(found.job),
    roomId: textOf(found.room),
    roomName: textOf(found.roomName),
    livekitWorkerId: TELLS_WORKER.test(message) ? workerIdOf(object.id) : null,
    fields,
    exception,
  };
}

function findRoles(object: Record<string, unknown>): Found {
  const found: Found = {};
  for (const name in object) {
    const known = KNOWN.get(name);
    if (!known) continue;
    const before = found[known.role];
    const value = object[name];
    if ((before && before.rank < known.rank) || !fits(known.role, value)) continue;
    found[known.role] = { name, rank: known.rank, value };
  }
  return found;
}

/** A name may hold something else: `level: "mezzanine"`, `message: {…}`, `room: 4`. */
function fits(role: Role, value: unknown): boolean {
  switch (role) {
    case "level":
      return toLineLevel(value) !== null;
    case "time":
      return toTimeMs(value) !== null;
    case "error":
      return typeof value === "object" && value !== null;
    case "job":
    case "room":
    case "roomName":
      return typeof value === "string" && value.length > 0 && value.length <= ID_LENGTH_MAX;
    case "message":
    case "logger":
    case "stack":
      return typeof value === "string";
    default: {
      const never: never = role;
      throw new Error(`no such role: ${never}`);
    }
  }
}

/** pino's `{ type, message, stack }`: the stack is shown apart, what is left stays a field. */
function takeStack(fields: Record<string, unknown>, error: Found["error"]): string | null {
  if (!error) return null;
  const { stack, ...rest } = error.value as Record<string, unknown>;
  if (typeof stack !== "string") return null;
  fields[error.name] = rest;
  return stack;
}

/** Python's message ends with the traceback that is also sent apart. Source: py `cli/log.py`, captures. */
function withoutTail(message: string, exception: string | null): string {
  if (!exception || !message.endsWith(exception)) return message;
  return message.slice(0, message.length - exception.length).trimEnd() || message;
}

/** Ms since the epoch of a number in whatever unit, or of ISO 8601 with a zone. */
function toTimeMs(value: unknown): number | null {
  if (typeof value === "string") {
    const ms = HAS_ZONE.test(value) ? Date.parse(value) : Number.NaN;
    return Number.isNaN(ms) ? null : ms;
  }
  if (typeof value !== "number" || !(value > 0)) return null;
  if (value < SECONDS_MAX) return value * 1_000;
  if (value < MILLISECONDS_MAX) return value;
  return value < MICROSECONDS_MAX ? value / 1_000 : value / 1_000_000;
}

function workerIdOf(id: unknown): string | null {
  return typeof id === "string" && id.length <= ID_LENGTH_MAX && WORKER_ID.test(id) ? id : null;
}

function textOf(found: { value: unknown } | undefined): string | null {
  return found ? (found.value as string) : null;
}

/** Attributes that shippers send beside a line and that mean more than a field. Sources: OpenTelemetry semantic conventions 1.37 (logs, exceptions), PROTOCOL §9. */
const SENT_LOGGERS = ["logger.name", "logger", "otel.scope.name"];
const SENT_STACKS = ["exception.stacktrace", "exc_info"];

/** The same line with what was sent beside its text (`NewLine.fields`). What the text itself says counts first. */
export function withSent(parsed: ParsedLine, sent: Record<string, unknown> | null): ParsedLine {
  if (!sent) return parsed;
  const text = (names: readonly string[]): string | null => {
    const value = sent[names.find((name) => typeof sent[name] === "string" && sent[name] !== "") ?? ""];
    return typeof value === "string" && value.length <= ID_LENGTH_MAX ? value : null;
  };
  const stack = SENT_STACKS.map((name) => sent[name]).find((value) => typeof value === "string");
  return {
    ...parsed,
    logger: parsed.logger ?? text(SENT_LOGGERS),
    jobId: parsed.jobId ?? text(NAMES.job),
    roomId: parsed.roomId ?? text(NAMES.room),
    roomName: parsed.roomName ?? text(NAMES.roomName),
    fields: { ...parsed.fields, ...sent },
    exception: parsed.exception ?? (typeof stack === "string" ? stack : null),
  };
}
