import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { AppError } from "@/lib/errors";
import { type CutLine, LineCutter } from "./cut-lines";
import { failureIn, PlainText } from "./plain-text";

/** What a build's log tells of the build, while it is read. */
export interface BuildSigns {
  /** The first words of failure. */
  error: string | null;
  /** By BuildKit's statuses; null where the log holds none. Unit: ms since the epoch. */
  startedMs: number | null;
  endedMs: number | null;
  /** Bytes that came; what is kept of them may be more or less. */
  sentBytes: number;
}

export function newBuildSigns(): BuildSigns {
  return { error: null, startedMs: null, endedMs: null, sentBytes: 0 };
}

/** What is done to the text before it is kept: lines without their ends, a few at a time. */
export interface LineEdit {
  edit(lines: readonly string[]): string[];
  /** What it has held back, at the end of the text. */
  rest(): string[];
}

/** How much may come, and what is done to it. */
interface LogLimits {
  bytesMax: number;
  edit: LineEdit | null;
}

/**
 * Reads the body of an upload and gives the text to keep, in pieces; what it tells goes into `signs`. The body is not destroyed when
 * the reader stops: the sender must be able to read why.
 * Errors: `too-large` when more than `bytesMax` come; `invalid` when the sender breaks off.
 */
export async function* readBuildLog(
  body: Readable,
  signs: BuildSigns,
  { bytesMax, edit }: LogLimits,
): AsyncGenerator<Buffer> {
  const text = new PlainText();
  const decoder = new StringDecoder();
  const cutter = new LineCutter();
  const read = (lines: CutLine[]) => lines.flatMap((line) => text.next(wordsOf(line, text.hasStatuses)));
  const toText = (lines: string[]): Buffer => {
    for (const line of lines) signs.error ??= failureIn(line);
    signs.startedMs = text.startedMs;
    signs.endedMs = text.endedMs;
    return Buffer.from(lines.map((line) => `${line}\n`).join(""));
  };
  for await (const chunk of chunksOf(body)) {
    signs.sentBytes += chunk.length;
    if (signs.sentBytes > bytesMax) throw new AppError("too-large", `A build log has at most ${bytesMax} bytes here.`);
    const lines = read(cutter.next(decoder.write(chunk)));
    const piece = toText(edit?.edit(lines) ?? lines);
    if (piece.length > 0) yield piece;
  }
  const ended = cutter.next(decoder.end());
  const open = cutter.rest();
  const lines = [...read(open ? [...ended, open] : ended), ...text.rest()];
  const last = toText(edit ? [...edit.edit(lines), ...edit.rest()] : lines);
  if (last.length > 0) yield last;
}

/** Half a status cannot be read, and holds output in base64, in which no rule finds anything. */
function wordsOf({ text, leftOut }: CutLine, hasStatuses: boolean): string {
  if (leftOut === 0) return text;
  if (hasStatuses && text.startsWith("{")) {
    return `[earshot: a status of ${text.length + leftOut} characters is left out]`;
  }
  return `${text}[earshot: the line was cut here, ${leftOut} characters are left out]`;
}

async function* chunksOf(body: Readable): AsyncGenerator<Buffer> {
  const chunks = body.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { value, done } = await chunks.next().catch(brokenOff);
      if (done) return;
      yield value as Buffer;
    }
  } finally {
    await chunks.return?.();
  }
}

function brokenOff(cause: unknown): never {
  throw new AppError("invalid", "The connection was closed before the whole log had come.", { cause });
}
