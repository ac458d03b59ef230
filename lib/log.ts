import { LOG_LEVELS, type LogLevel } from "./setting-values";

type Fields = Record<string, unknown>;

let processName = "earshot";
let lowest = 0;

/** Says which process writes ("web", "background") and from which level on; called once at its start. */
export function startLog(name: string, level: LogLevel): void {
  processName = name;
  lowest = LOG_LEVELS.indexOf(level);
}

/**
 * The process's own log: one JSON object a line on standard output, for people and for log collectors alike.
 * `event` is a short fixed text ("request", "digest failed"); everything that varies is a field. Errors may be fields.
 */
export const log = {
  info: (event: string, fields?: Fields) => write("info", event, fields),
  warn: (event: string, fields?: Fields) => write("warn", event, fields),
  error: (event: string, fields?: Fields) => write("error", event, fields),
};

function write(level: LogLevel, event: string, fields: Fields = {}): void {
  if (LOG_LEVELS.indexOf(level) < lowest) return;
  const line = { at: new Date().toISOString(), level, process: processName, event, ...fields };
  process.stdout.write(`${JSON.stringify(line, plain)}\n`);
}

/** Values that JSON has no form for. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (!(value instanceof Error)) return value;
  // A stack begins with name and message.
  const { cause, stack, message } = value;
  return { ...value, message, stack, ...(cause === undefined ? {} : { cause }) };
}
