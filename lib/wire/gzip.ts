import { constants, gunzipSync, gzipSync } from "node:zlib";
import { AppError } from "@/lib/errors";

/** Output is gathered in blocks of this many bytes at most; a request of an SDK inflates to 2–60 KB. */
const BLOCK_BYTES_MAX = 1 << 20;
const BLOCK_BYTES_MIN = 1024;

/**
 * Inflates a gzip body, on the calling thread: bodies are small, and a thread's round trip costs more.
 * Units: bytes; `bytesMax` bounds the inflated size, so a gzip bomb costs no more memory than an honest body.
 * Errors: AppError `too-large` when the result would pass `bytesMax`; `invalid` when the bytes are not whole gzip.
 * Source: RFC 1952.
 */
export function inflate(body: Uint8Array, bytesMax: number): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: bytesMax, chunkSize: blockBytes(body) });
  } catch (cause) {
    if (cause instanceof RangeError) {
      throw new AppError("too-large", `The body inflates to more than the limit of ${bytesMax} bytes.`, { cause });
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("invalid", `The body is not valid gzip: ${reason}.`, { cause });
  }
}

/** Compresses a plain body for the journal; level 1, because the journal writes every body once and reads few. */
export function deflate(body: Uint8Array): Buffer {
  return gzipSync(body, { level: constants.Z_BEST_SPEED });
}

/** The last four bytes of gzip say the inflated size, if honest: one block of that size saves growing and copying. */
function blockBytes(body: Uint8Array): number {
  if (body.length < 18) return BLOCK_BYTES_MIN;
  const claimed = new DataView(body.buffer, body.byteOffset + body.length - 4, 4).getUint32(0, true);
  return Math.min(Math.max(claimed + 1, BLOCK_BYTES_MIN), BLOCK_BYTES_MAX);
}
