import type { Readable } from "node:stream";
import { Busboy, type BusboyInstance } from "@fastify/busboy";
import { AppError } from "@/lib/errors";

export interface RecordingParts<T> {
  /** Binary `livekit.MetricsRecordingHeader`. */
  header: Uint8Array;
  /** The part's JSON text as sent; null when the transcript is not recorded. */
  chatHistory: string | null;
  /** What `onAudio` made of the audio; null when audio is not recorded. */
  audio: T | null;
}

export interface RecordingSink<T> {
  /**
   * Takes the audio as it comes and reads it to its end; a failure here ends the whole upload. `header` is null where it has not
   * come before: SDKs send it first.
   */
  onAudio(audio: Readable, contentType: string, header: Uint8Array | null): Promise<T>;
  /** Of the whole request: what stands before, between and after the parts that we know counts too. */
  bytesMax?: number;
  /** Told of header's and transcript's bytes as they come to stay in memory; may throw to end the upload. */
  onText?(bytes: number): void;
}

/** Headers are 31 bytes to 1.5 KB in every capture; the bound keeps a stranger's upload out of memory. */
const HEADER_BYTES_MAX = 1 << 20;
/** A transcript of a talk of one hour is about 1 MB. */
const CHAT_HISTORY_BYTES_MAX = 32 << 20;
/** SDKs send three. */
const PARTS_MAX = 16;
/** How much audio may wait for the sink. */
const AUDIO_BUFFER_BYTES = 256 << 10;

/**
 * Reads a recordings request as it streams in: the audio goes to `sink` piece by piece, header and transcript are
 * gathered. Parts may come in any order; a part's own Content-Length is not looked at (Python counts characters), only
 * the boundary. Parts of other names are passed over.
 * Errors: AppError `invalid` (not multipart, broken off, no header, a part twice), `too-large` (header or transcript), or
 * whatever `sink` threw. By then the sink is done and `stream` is being drained, so that the sender reads the answer.
 * Source: LiveKit Agents, Python `telemetry/traces.py` and Node `telemetry/traces.ts` `uploadSessionReport`.
 */
export function readRecordingParts<T>(
  contentType: string,
  stream: Readable,
  sink: RecordingSink<T>,
): Promise<RecordingParts<T>> {
  const parser = newParser(contentType);
  const { bytesMax = Number.POSITIVE_INFINITY } = sink;
  const found: FoundParts<T> = { header: null, chatHistory: null, audio: null, seen: new Set() };
  const files: Readable[] = [];
  const work: Promise<void>[] = [];

  return new Promise((resolve, reject) => {
    let hasFailed = false;
    function fail(error: unknown): void {
      if (hasFailed) return;
      hasFailed = true;
      stream.unpipe(parser);
      stream.resume();
      for (const file of files) file.destroy(error instanceof Error ? error : new Error(String(error)));
      void Promise.allSettled(work).then(() => reject(error));
    }
    function breakOff(cause: unknown): void {
      const why = cause instanceof Error ? cause.message : "the connection closed";
      fail(new AppError("invalid", `The recording upload broke off before its last boundary: ${why}.`, { cause }));
    }

    parser.on("file", (...[name, file, , , mimeType]) => {
      // Whoever takes the part hears of it, and says whose fault it was: a full disk ends the reading of a sound upload.
      file.on("error", () => undefined);
      files.push(file);
      const taken = hasFailed
        ? Promise.resolve(file.resume()).then(() => {})
        : takePart(found, sink, { name, file, mimeType });
      work.push(taken);
      taken.catch((error: unknown) => (error instanceof AppError ? fail(error) : breakOff(error)));
    });
    parser.on("error", breakOff);
    parser.on("finish", () => {
      Promise.all(work)
        .then(() => resolve(wholeParts(found)))
        .catch(fail);
    });
    stream.on("error", breakOff);
    stream.on("close", () => {
      if (!stream.readableEnded) breakOff(null);
    });
    whenLarger(stream, bytesMax, () => fail(tooLarge("The upload", bytesMax)));
    if (stream.destroyed) breakOff(null);
    else stream.pipe(parser);
  });
}

interface FoundParts<T> extends Omit<RecordingParts<T>, "header"> {
  header: Uint8Array | null;
  seen: Set<string>;
}
interface Part {
  name: string;
  file: Readable;
  mimeType: string;
}

function newParser(contentType: string): BusboyInstance {
  try {
    return new Busboy({
      headers: { "content-type": contentType },
      // Else parts without a file name would be gathered as fields, cut at 1 MB.
      isPartAFile: () => true,
      fileHwm: AUDIO_BUFFER_BYTES,
      limits: { parts: PARTS_MAX },
    });
  } catch (cause) {
    const message = `The content type "${contentType}" is not multipart/form-data with a boundary.`;
    throw new AppError("invalid", message, { cause });
  }
}

async function takePart<T>(
  found: FoundParts<T>,
  sink: RecordingSink<T>,
  { name, file, mimeType }: Part,
): Promise<void> {
  const isKnown = name === "header" || name === "chat_history" || name === "audio";
  if (!isKnown) {
    file.resume();
    return;
  }
  if (found.seen.has(name)) throw new AppError("invalid", `The upload has the part "${name}" twice.`);
  found.seen.add(name);
  if (name === "header") found.header = await gather(file, name, sink);
  else if (name === "chat_history") found.chatHistory = (await gather(file, name, sink)).toString("utf8");
  else {
    found.audio = await sink.onAudio(file, audioType(mimeType), found.header);
    if (!file.readableEnded) throw new Error("onAudio must read the audio to its end.");
  }
}

/** The type is served again to browsers, so it must be one that they play and never one that they run. */
function audioType(mimeType: string): string {
  return /^audio\/[\w.+-]+$/.test(mimeType) ? mimeType : "audio/ogg";
}

async function gather(
  file: Readable,
  name: "header" | "chat_history",
  sink: Pick<RecordingSink<unknown>, "onText">,
): Promise<Buffer> {
  const bytesMax = name === "header" ? HEADER_BYTES_MAX : CHAT_HISTORY_BYTES_MAX;
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of file as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > bytesMax) throw tooLarge(`The part "${name}"`, bytesMax);
    sink.onText?.(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function whenLarger(stream: Readable, bytesMax: number, tell: () => void): void {
  let sizeBytes = 0;
  stream.on("data", (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes > bytesMax) tell();
  });
}

function tooLarge(what: string, bytesMax: number): AppError {
  return new AppError("too-large", `${what} is larger than the limit of ${bytesMax} bytes.`);
}

function wholeParts<T>({ header, chatHistory, audio }: FoundParts<T>): RecordingParts<T> {
  if (header === null || header.length === 0) {
    throw new AppError("invalid", 'The upload has no part "header", so nothing says whose recording it is.');
  }
  return { header, chatHistory, audio };
}
