import type { Line } from "@/lib/model/lines";
import { formatDate } from "./format";
import { droppedText, fieldsText, type LineTone, levelOf, lineTime } from "./lines";
import { replicaHue, replicaText } from "./replicas";
import { terminalText } from "./terminal-text";

/** How lines are written. On a terminal they are coloured, short, and in the reader's zone; else they are whole, and in UTC. */
export interface TerminalStyle {
  isTerminal: boolean;
  isColoured: boolean;
  /** When lines of several agents come together. */
  showsAgent: boolean;
}

/** Of 256 colours those that come nearest to the hues of `replicas.ts`, legible on dark and on light. */
const COLOR_OF_HUE: Record<number, number> = {
  ...{ 235: 74, 300: 134, 160: 35, 195: 37, 330: 169, 125: 107, 270: 99 },
};
/** SGR parameters. */
const OF_TONE: Record<LineTone, string> = { error: "1;31", warn: "33", system: "36", plain: "", quiet: "2" };
const DIM = "2";

/**
 * A line as text, without its end: time, replica, level, message and the fields that tell something; tracebacks below it, indented.
 * No escape sequence of the line itself comes through. `label` is `replicaLabel`'s, perhaps filled up.
 */
export function terminalLine(line: Line, label: string, style: TerminalStyle): string {
  const paint = painter(style.isColoured);
  const time = style.isTerminal ? lineTime(line.at) : line.at;
  const { text: level, tone } = levelOf(line);
  const [first = "", ...rest] = textOf(line).split("\n");
  const head = [
    paint(DIM, time),
    paint(`38;5;${COLOR_OF_HUE[replicaHue(line.worker)] ?? 74}`, label),
    paint(OF_TONE[tone], style.isTerminal ? level.padEnd(LEVEL_WIDTH) : level || "-"),
    tone === "error" || tone === "system" ? paint(OF_TONE[tone], first) : first,
  ].join(" ");
  const fields = fieldsOf(line, style);
  const told = fields === "" ? "" : ` ${paint(DIM, plain(fields))}`;
  const below = [
    ...rest,
    ...(line.exception === null ? [] : plain(line.exception).trimEnd().split("\n")),
    ...lastLines(line),
  ];
  return [head.trimEnd() + told, ...below.map((one) => `    ${paint(DIM, one)}`)].join("\n");
}

const LEVEL_WIDTH = 6;

/** Who printed a line: on a terminal the end of the worker's id. */
export function replicaLabel(line: Pick<Line, "agent" | "worker">, style: TerminalStyle): string {
  const name = style.isTerminal ? replicaText(line.worker) : line.worker;
  return plain(style.showsAgent && line.agent !== "" ? `${line.agent}/${name}` : name);
}

/** What stands between lines of two days on a terminal, which shows times of day only. */
export function dayLine(at: string, nowMs: number, isColoured: boolean): string {
  return painter(isColoured)(DIM, `── ${formatDate(at, nowMs)} ──`);
}

/** What stands where lines were left out of what is followed. */
export function leftOutLine(text: string, isColoured: boolean): string {
  return painter(isColoured)(OF_TONE.system, `── ${text} ──`);
}

function textOf(line: Line): string {
  return plain(line.dropped === undefined ? line.message : droppedText(line));
}

/** What happened to a process is said by the words themselves. */
function fieldsOf({ stream, fields }: Line, { isTerminal }: TerminalStyle): string {
  if (stream === "system") return "";
  return isTerminal ? fieldsText(fields) : allFields(fields);
}

/** What a process printed before it failed, as its sidecar sends it with the end. */
function lastLines({ stream, fields }: Line): string[] {
  if (stream !== "system" || !Array.isArray(fields.lastLines)) return [];
  return fields.lastLines.filter((one) => typeof one === "string").flatMap((one) => plain(one).split("\n"));
}

/** For programs: every field, as JSON where it is no plain word. */
function allFields(fields: Record<string, unknown>): string {
  return Object.entries(fields)
    .map(
      ([name, value]) => `${name}=${typeof value === "string" && /^\S+$/.test(value) ? value : JSON.stringify(value)}`,
    )
    .join(" ");
}

/** Line ends stay. */
function plain(text: string): string {
  return terminalText(text, false);
}

function painter(isColoured: boolean): (sgr: string, text: string) => string {
  return (sgr, text) => (isColoured && sgr !== "" && text !== "" ? `\x1b[${sgr}m${text}\x1b[0m` : text);
}
