import { parseFilter } from "@/lib/filter/parse";
import { UsageError } from "./command";

/** What options say of the lines that are wanted. */
export interface WantedLines {
  agents: readonly string[];
  workers: readonly string[];
  deployment: string | null;
  /** This one and worse ones. */
  level: string | null;
  filter: string | null;
}

/**
 * All conditions as one filter of the search language. A name may end in * for whatever begins so.
 * Errors: a UsageError that names the option; for the filter itself with a mark under the place.
 */
export function filterOf({ agents, workers, deployment, level, filter }: WantedLines): string {
  const conditions = [
    anyOf("agent", agents),
    anyOf("worker", workers),
    anyOf("deployment", deployment === null ? [] : [deployment]),
    level === null ? "" : checked("--level", `level:>=${level}`),
    filter === null || filter.trim() === "" ? "" : `(${checkedFilter(filter)})`,
  ];
  return conditions.filter((condition) => condition !== "").join(" ");
}

function anyOf(field: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const conditions = names.map((name) => checked(`--${field}`, `${field}:${quoted(name)}`));
  return conditions.length === 1 ? (conditions[0] ?? "") : `(${conditions.join(" OR ")})`;
}

function quoted(name: string): string {
  const isPrefix = name.endsWith("*");
  const text = isPrefix ? name.slice(0, -1) : name;
  return `"${text.replace(/["\\]/g, "\\$&")}"${isPrefix ? "*" : ""}`;
}

function checked(option: string, condition: string): string {
  const parsed = parseFilter(condition);
  if (parsed.ok) return condition;
  throw new UsageError(`${option}: ${withoutPlace(parsed.error.message)}`);
}

function checkedFilter(filter: string): string {
  const parsed = parseFilter(filter);
  if (parsed.ok) return filter;
  const { message, at, length } = parsed.error;
  // Tabs are as wide as the terminal makes them: the same ones stand before the mark.
  const before = filter.slice(0, at).replace(/[^\t]/g, " ");
  throw new UsageError(`--filter: ${message}\n  ${filter}\n  ${before}${"^".repeat(Math.max(1, length))}`);
}

/** The place counts from the beginning of the condition, which the person did not write. */
function withoutPlace(message: string): string {
  return message.replace(/, at character \d+\.$/, ".");
}
