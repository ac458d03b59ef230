type Fields = Record<string, unknown>;
type Level = "info" | "warn" | "error";

let processName = "earshot";

/** Says which process writes ("web", "background"); called once at its start. */
export function nameProcess(name: string): void {
  processName = name;
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

function write(level: Level, event: string, fields: Fields = {}): void {
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
