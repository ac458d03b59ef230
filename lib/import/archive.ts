import type { FileHandle } from "node:fs/promises";
import { type Readable, Transform } from "node:stream";
import { crc32 } from "node:zlib";
import { type Entry, fromFdPromise, type ZipFile } from "yauzl";
import { AppError } from "@/lib/errors";

/** A session has an entry for each request that its agent sent: an hour some thousands. */
const FILES_MAX = 100_100;
/** What deflate makes of text is a tenth; of the most monotonous log a fiftieth. Small files may be anything. */
const RATIO_MAX = 250;
const RATIO_BYTES_MIN = 1024 * 1024;

/** Stored or deflated. Source: PKWARE APPNOTE 4.4.5. */
const METHODS = [0, 8];

/**
 * A zip that may be anything: its directory was checked as a whole before the first byte of a file is read. Its files are read one by
 * one and never written to disk under their names.
 */
export class Archive {
  readonly #zip: ZipFile;
  readonly #files: ReadonlyMap<string, Entry>;

  private constructor(zip: ZipFile, files: ReadonlyMap<string, Entry>) {
    this.#zip = zip;
    this.#files = files;
  }

  /** Units: bytes, `inflatedBytesMax` of all files together. Errors: `invalid` or `too-large`, with what is wrong with the zip. */
  static async open(file: FileHandle, inflatedBytesMax: number): Promise<Archive> {
    const zip = await fromFdPromise(file.fd, { strictFileNames: true, autoClose: false }).catch(damaged);
    const files = new Map<string, Entry>();
    let inflatedBytes = 0;
    if (zip.entryCount > FILES_MAX) throw tooMuch(`it says that it holds ${zip.entryCount} files`);
    const entries = zip.eachEntry();
    for (;;) {
      const { value: entry, done } = await entries.next().catch(damaged);
      if (done) break;
      checkEntry(entry);
      if (files.has(entry.fileName)) throw new AppError("invalid", `The zip holds ${quoted(entry.fileName)} twice.`);
      files.set(entry.fileName, entry);
      inflatedBytes += entry.uncompressedSize;
      if (inflatedBytes > inflatedBytesMax) throw tooMuch(`its files would take more than ${inflatedBytesMax} bytes`);
    }
    return new Archive(zip, files);
  }

  has(name: string): boolean {
    return this.#files.has(name);
  }

  /** One file as a stream, which fails when its bytes are not those that were packed. Errors: `invalid`, also of the stream. */
  async open(name: string): Promise<Readable> {
    const entry = this.#files.get(name);
    if (!entry) throw new AppError("invalid", `The zip does not hold ${quoted(name)}, which its journal names.`);
    const source = await this.#zip.openReadStreamPromise(entry).catch(damaged);
    const checked = checkSum(entry);
    source.once("error", (cause) => checked.destroy(toDamaged(cause)));
    checked.once("close", () => source.destroy());
    return source.pipe(checked);
  }

  /** One file whole. Errors: `too-large` above `bytesMax`; those of `open`. */
  async read(name: string, bytesMax: number): Promise<Buffer> {
    const sizeBytes = this.#files.get(name)?.uncompressedSize ?? 0;
    if (sizeBytes > bytesMax) throw tooMuch(`${quoted(name)} has ${sizeBytes} bytes, of at most ${bytesMax}`);
    const chunks: Buffer[] = [];
    for await (const chunk of await this.open(name)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }
}

function checkEntry(entry: Entry): void {
  const { fileName, compressedSize, uncompressedSize } = entry;
  if (entry.isEncrypted()) {
    throw new AppError("invalid", `The zip is encrypted (${quoted(fileName)}): pack it without a password.`);
  }
  if (!METHODS.includes(entry.compressionMethod)) {
    const words = `is packed by method ${entry.compressionMethod}, which is not understood here; use deflate.`;
    throw new AppError("invalid", `${quoted(fileName)} in the zip ${words}`);
  }
  if (uncompressedSize > RATIO_BYTES_MIN && uncompressedSize > compressedSize * RATIO_MAX) {
    throw tooMuch(`${quoted(fileName)} would grow from ${compressedSize} to ${uncompressedSize} bytes`);
  }
}

/** yauzl looks at sizes only. */
function checkSum({ fileName, crc32: expected }: Entry): Transform {
  let sum = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum = crc32(chunk, sum);
      done(null, chunk);
    },
    flush(done) {
      const words = `${quoted(fileName)} in the zip is damaged: its checksum (CRC-32) is wrong.`;
      done(sum === expected ? null : new AppError("invalid", words));
    },
  });
}

function tooMuch(why: string): AppError {
  return new AppError("too-large", `The zip is no session that this server imports: ${why}.`);
}

function damaged(cause: unknown): never {
  throw toDamaged(cause);
}

/** What yauzl and zlib say, in words of ours. Source: yauzl 3.4, index.js. */
function toDamaged(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (/relative path|absolute path|invalid characters in fileName/i.test(reason)) {
    return new AppError(
      "invalid",
      `The zip holds a file whose name leads out of its folder (${reason.slice(0, 200)}).`,
      {
        cause,
      },
    );
  }
  if (/end of central directory/i.test(reason)) {
    return new AppError("invalid", "This is no zip, or its end is missing.", { cause });
  }
  return new AppError("invalid", `The zip is damaged: ${reason.slice(0, 200)}.`, { cause });
}

/** Names come from outside: bounded, and without signs that would break a line. */
function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}
