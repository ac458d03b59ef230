import type { Line } from "@/lib/model/lines";
import { formatPlural, formatTimeOfDay, formatWhole } from "./format";
import type { LineRow } from "./line-list";

/** How a line stands out; `plain` does not. */
export type LineTone = "error" | "warn" | "system" | "plain" | "quiet";

/** What the level's column says and how it looks. */
export function levelOf(line: Pick<Line, "level" | "stream">): { text: string; tone: LineTone } {
  if (line.stream === "system") return { text: "system", tone: line.level === "error" ? "error" : "system" };
  switch (line.level) {
    case "fatal":
    case "error":
      return { text: line.level, tone: "error" };
    case "warn":
      return { text: "warn", tone: "warn" };
    case "info":
      return { text: "info", tone: "plain" };
    case "debug":
    case "trace":
      return { text: line.level, tone: "quiet" };
    case null:
      return { text: line.stream === "stderr" ? "stderr" : "", tone: "plain" };
    default:
      return line.level satisfies never;
  }
}

/** In the list beside the lines; more are found by the box. */
const REPLICAS_MAX = 40;
const FIELDS_SHOWN_MAX = 6;
const VALUE_CHARACTERS_MAX = 60;
/** Where in the source it was written, and by which process: behind a click. */
const QUIET_FIELD = /^(code\.|pid$|hostname$|agent_name$|room_id$|roomid$|job_?id$|version$|time$|timestamp$)/i;

/** What stands behind the message: the fields that tell something, short; the logger is not among them. */
export function fieldsText(fields: Record<string, unknown>): string {
  const told = Object.entries(fields).filter(([name, value]) => !QUIET_FIELD.test(name) && isTelling(value));
  const shown = told.slice(0, FIELDS_SHOWN_MAX).map(([name, value]) => `${name}=${shortValue(value)}`);
  return told.length > shown.length ? `${shown.join(" ")} …` : shown.join(" ");
}

function isTelling(value: unknown): boolean {
  return value !== null && value !== undefined && value !== "";
}

function shortValue(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  const flat = text.replace(/\s+/g, " ");
  return flat.length > VALUE_CHARACTERS_MAX ? `${flat.slice(0, VALUE_CHARACTERS_MAX)}…` : flat;
}

/** A line on one row: its first line of text, what its fields say, and what is folded away. */
export interface LineText {
  first: string;
  /** Empty for most. */
  fields: string;
  /** "14 lines of traceback"; empty when nothing is folded. */
  folded: string;
}

/** What a row shows of a line. Colours stay in `first` where the line is shown as it was printed. */
export function lineText(line: Pick<Line, "message" | "raw" | "fields" | "exception">): LineText {
  const [first = "", ...rest] = line.message.split("\n");
  const trace = line.exception?.trimEnd().split("\n") ?? [];
  const count = trace.length + rest.filter((one) => one.trim() !== "").length;
  const kind = /traceback|^\s+(at |File )/im.test(line.exception ?? line.message) ? "traceback" : "text";
  // A traceback that was printed by itself begins with a line that every one has: what it says stands below it.
  const bare = TRACE_HEAD.test(first) ? causeOf(rest) : "";
  const cause = causeOf(trace);
  return {
    first: bare || coloured(line, first),
    fields: [cause, fieldsText(line.fields)].filter(Boolean).join(" · "),
    folded: count === 0 ? "" : `${formatPlural(count, "line")} of ${kind}`,
  };
}

const CAUSE_CHARACTERS_MAX = 80;
const TRACE_HEAD = /^Traceback \(most recent call last\):/;

/** What a trace says happened: Python's last line, a JavaScript stack's first; frames are indented, and JavaScript closes a brace. */
function causeOf(trace: readonly string[]): string {
  const said = trace.findLast((one) => /^[\p{L}_]/u.test(one) && !TRACE_HEAD.test(one));
  return said?.trim().slice(0, CAUSE_CHARACTERS_MAX) ?? "";
}

/** A plain line is the same with its colours; a structured one has none in its message. */
function coloured({ raw, message }: Pick<Line, "raw" | "message">, first: string): string {
  if (!raw.includes("\x1b")) return first;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are made of them
  const bare = raw.replace(/\x1b\[[0-9;:]*m/g, "");
  return bare === message ? (raw.split("\n")[0] ?? "") : first;
}

/** A notice where lines are missing: `1,240 lines of aw-91 are missing here: over the limit …`. */
export function droppedText(line: Pick<Line, "dropped" | "worker" | "message" | "fields">): string {
  const reason = typeof line.fields.reason === "string" ? `: ${line.fields.reason}` : "";
  const count = line.dropped ?? 0;
  const words = count === 1 ? "1 line" : `${formatWhole(count)} lines`;
  return `${words} of ${line.worker} ${count === 1 ? "is" : "are"} missing here${reason}${timesText(line.fields)}`;
}

/** Where a live view has left lines out. */
export function leftOutText(count: number): string {
  const were = count === 1 ? "line was" : "lines were";
  return `${formatWhole(count)} ${were} left out here: more is printed than can be followed. All of it is stored.`;
}

function timesText({ from, to }: Record<string, unknown>): string {
  const [first, last] = [instantText(from), instantText(to)];
  return first && last ? `, ${first} – ${last}` : "";
}

function instantText(value: unknown): string | null {
  if (typeof value === "string") return formatTimeOfDay(value);
  return typeof value === "number" && Number.isFinite(value) ? formatTimeOfDay(new Date(value).toISOString()) : null;
}

/** The time of a row: `12:31:40.118`, in the reader's zone. */
export function lineTime(at: string): string {
  return `${formatTimeOfDay(at)}.${at.slice(20, 23)}`;
}

/** How many of the loaded lines are of which replica and source, most first. */
export function sideCounts(rows: readonly LineRow[]): { workers: [string, number][]; streams: [string, number][] } {
  const workers = new Map<string, number>();
  const streams = new Map<string, number>();
  for (const row of rows) {
    if (row.kind !== "line") continue;
    workers.set(row.line.worker, (workers.get(row.line.worker) ?? 0) + 1);
    streams.set(row.line.stream, (streams.get(row.line.stream) ?? 0) + 1);
  }
  const byCount = (counts: Map<string, number>) => [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return { workers: byCount(workers).slice(0, REPLICAS_MAX), streams: byCount(streams) };
}
