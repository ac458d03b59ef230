import { AppError } from "@/lib/errors";

/** Which log `lk agent logs` asks for. `deployment`: "" is all of them for lines, and the latest for a build. */
export interface LogsRequest {
  agentId: string;
  kind: "deploy" | "build";
  deployment: string;
}

/** Parameters of `GET /logs`. Errors: `invalid`. Source: server-sdk-go 2.18.1 `pkg/cloudagents/logs.go`. */
export function decodeLogsRequest(query: URLSearchParams): LogsRequest {
  const agentId = query.get("agent_id") ?? "";
  const kind = query.get("log_type") || "deploy";
  if (agentId === "") throw new AppError("invalid", "agent_id: say whose logs you ask for.");
  if (kind !== "deploy" && kind !== "build") throw new AppError("invalid", `log_type is deploy or build, not ${kind}.`);
  return { agentId, kind, deployment: query.get("deployment") ?? "" };
}

/**
 * `lk` gives up at a line of 64 KiB. A third of that stays free for what is sent in silence, which counts with the next line.
 * Source: Go, bufio.MaxScanTokenSize; PROTOCOL §10.
 */
const LINE_BYTES_MAX = 40 * 1024;
const SILENCES_MAX = 20_000;

/**
 * What is sent when nothing was printed for a while, so that nobody on the way closes the connection: a carriage return, which moves
 * nothing on a terminal where a line begins. `count`: of so many before it; now and then a line must end.
 */
export function silence(count: number): string {
  return count % SILENCES_MAX === SILENCES_MAX - 1 ? "\n" : "\r";
}

/** Ids differ at their end. */
const TAG_CHARACTERS = 8;

/**
 * What a worker printed as lines of `GET /logs`: each begins with the end of the worker's id, has its colours and no other escape
 * sequence, and is cut where `lk` would give up. Answers text that ends with a line break. Errors: none.
 */
export function encodeLogLines(worker: string, raw: string): string {
  const tag = `[${worker.slice(-TAG_CHARACTERS)}] `;
  return raw
    .split(/\r?\n/)
    .map((line) => `${cut(tag + tame(line))}\n`)
    .join("");
}

/** Other sequences than colours could write over what stands on the terminal, or more. Source: ECMA-48. */
const SEQUENCES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are made of them
  /(\x1b\[[0-9;:]*m)|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?|[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]/g;

function tame(line: string): string {
  return line.replace(SEQUENCES, (_all, colour: string | undefined) => colour ?? "");
}

function cut(line: string): string {
  // A character has at most three bytes for each of its UTF-16 units.
  if (line.length * 3 <= LINE_BYTES_MAX) return line;
  const bytes = Buffer.from(line);
  if (bytes.length <= LINE_BYTES_MAX) return line;
  const note = " … (cut here: Earshot has the whole line)";
  let end = LINE_BYTES_MAX - Buffer.byteLength(note);
  // Not inside a character: bytes that go on begin with 10.
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return `${bytes.toString("utf8", 0, end)}\x1b[0m${note}`;
}

/** Says in its place that a follower cannot get all there is. */
export function encodeLeftOut(lineCount: number): string {
  return `--- ${lineCount} lines are left out here: more came than can be followed. Earshot has them. ---\n`;
}

/** The last line of a follower who may not follow any more, and why. What was sent in silence before ends on its own line. */
export function encodeEnd(why: string): string {
  return `\n--- ${cut(tame(why))} ---\n`;
}

/** A text of any length with its lines cut where `lk` would give up; it may come in pieces. Errors: those of the source. */
export async function* cutLogLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let open = "";
  for await (const piece of source) {
    const lines = (open + decoder.decode(piece, { stream: true })).split("\n");
    open = lines.pop() ?? "";
    // A line whose end does not come will be cut: what is over the bound need not stay in memory. One more, for `cut` to see it.
    open = open.slice(0, LINE_BYTES_MAX + 1);
    if (lines.length > 0) yield lines.map((line) => `${cut(tame(line))}\n`).join("");
  }
  if (open !== "") yield `${cut(tame(open))}\n`;
}
