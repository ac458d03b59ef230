import { createHash } from "node:crypto";
import { Readable, Transform } from "node:stream";
import { AppError } from "@/lib/errors";

/** What was written: size and digest (hex) of the bytes as they passed. */
export interface StoredBlob {
  sizeBytes: number;
  sha256: string;
}

export interface PutOptions {
  contentType?: string;
  /** More than this many bytes: AppError `too-large`, and nothing is kept. */
  bytesMax?: number;
}

/**
 * Where large files lie: a folder or a bucket. A blob is written once and whole (readers never see a part of it), and
 * writing the same key again replaces it. Keys: see `checkKey`. Reading what is not there: AppError `not-found`.
 */
export interface BlobStore {
  putStream(key: string, content: Readable, options?: PutOptions): Promise<StoredBlob>;
  put(key: string, content: Uint8Array, options?: PutOptions): Promise<StoredBlob>;
  get(key: string): Promise<Buffer>;
  stat(key: string): Promise<{ sizeBytes: number } | null>;
  /** The bytes from `start` to `endInclusive`; a failure to read is the stream's `error`. */
  openRange(key: string, start: number, endInclusive: number): Readable;
  /** Also when there is no such blob. */
  delete(key: string): Promise<void>;
  /** All keys that begin with `prefix` (whole folder names, "" for all), in no particular order. */
  list(prefix: string): AsyncIterable<{ key: string; sizeBytes: number }>;
  /** Removes what writers that died before the instant have left of files that never became blobs. Answers how many. */
  deleteUnfinished(before: Date): Promise<number>;
}

const KEY_LENGTH_MAX = 900;
const KEY = /^[A-Za-z0-9_][A-Za-z0-9._=-]{0,199}(\/[A-Za-z0-9_][A-Za-z0-9._=-]{0,199})*$/;

/**
 * Refuses keys that could leave the folder or collide with temporary files: segments of letters, digits and `._=-` that
 * do not begin with a point. Whoever builds keys from senders' ids encodes them first, so a refusal is a bug: plain Error.
 */
export function checkKey(key: string): string {
  if (key.length <= KEY_LENGTH_MAX && KEY.test(key)) return key;
  throw new Error(`Not a blob key: ${JSON.stringify(key.slice(0, 100))}`);
}

/** Counts and hashes what passes through, and fails above `bytesMax`. `result()` is valid after the stream's end. */
export function meter(options: PutOptions): { stream: Transform; result: () => StoredBlob } {
  const hash = createHash("sha256");
  const bytesMax = options.bytesMax ?? Number.POSITIVE_INFINITY;
  let sizeBytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      if (sizeBytes > bytesMax) return done(new AppError("too-large", `The file has more than ${bytesMax} bytes.`));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ sizeBytes, sha256: hash.digest("hex") }) };
}

/** What to throw for a blob that is not there. */
export function missing(key: string, cause: unknown): AppError {
  return new AppError("not-found", `There is no file ${key}.`, { cause });
}

/** Long enough for somebody, or a sweep, to make room; SDKs that wait give up after the third time. */
const RETRY_AFTER_MS = 30_000;

/**
 * A failure to write as the sender is told it: what the store cannot do now it may do later. What is no failure of the store
 * (the content is too large, or broke off) stays as it is.
 */
export function notStored(cause: unknown): unknown {
  const { code = "", syscall, $metadata } = cause as NodeJS.ErrnoException & { $metadata?: unknown };
  // The system's errors name their call; those of the S3 client carry the answer.
  if (cause instanceof AppError || (syscall === undefined && $metadata === undefined)) return cause;
  const isFull = ["ENOSPC", "EDQUOT", "EFBIG"].includes(code);
  const why = isFull ? "The disk for recordings is full" : "The store for recordings cannot be written";
  const words = `${why}; nothing of this upload is kept. Send it again.`;
  return new AppError("unavailable", words, { cause, retryAfterMs: RETRY_AFTER_MS });
}

/** A stream of one buffer. */
export function streamOf(content: Uint8Array): Readable {
  return Readable.from([Buffer.from(content.buffer, content.byteOffset, content.byteLength)], { objectMode: false });
}
