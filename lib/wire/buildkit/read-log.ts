import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { AppError } from "@/lib/errors";
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

/** A status may hold a long output; what has no line end for longer than this is cut. */
const LINE_CHARS_MAX = 1024 * 1024;

/**
 * Reads the body of an upload and gives the text to keep, in pieces; what it tells goes into `signs`. The body is not destroyed when
 * the reader stops: the sender must be able to read why.
 * Errors: `too-large` when more than `bytesMax` come; `invalid` when the sender breaks off.
 */
export async function* readBuildLog(body: Readable, signs: BuildSigns, bytesMax: number): AsyncGenerator<Buffer> {
  const text = new PlainText();
  const decoder = new StringDecoder();
  let rest = "";
  const toText = (lines: string[]): Buffer => {
    for (const line of lines) signs.error ??= failureIn(line);
    signs.startedMs = text.startedMs;
    signs.endedMs = text.endedMs;
    return Buffer.from(lines.map((line) => `${line}\n`).join(""));
  };
  for await (const chunk of chunksOf(body)) {
    signs.sentBytes += chunk.length;
    if (signs.sentBytes > bytesMax) throw new AppError("too-large", `A build log has at most ${bytesMax} bytes here.`);
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > LINE_CHARS_MAX) {
      lines.push(rest);
      rest = "";
    }
    const piece = toText(lines.flatMap((line) => text.next(line.replace(/\r$/, ""))));
    if (piece.length > 0) yield piece;
  }
  rest += decoder.end();
  const last = toText([...(rest === "" ? [] : text.next(rest)), ...text.rest()]);
  if (last.length > 0) yield last;
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
