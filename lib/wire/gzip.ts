import { constants, createGunzip, gunzipSync, gzipSync, inflateSync } from "node:zlib";
import { AppError } from "@/lib/errors";

/** Output is gathered in blocks of this many bytes at most; a request of an SDK inflates to 2–60 KB. */
const BLOCK_BYTES_MAX = 1 << 20;
const BLOCK_BYTES_MIN = 1024;
/** Header and trailer. */
const GZIP_BYTES_MIN = 18;
/** Larger results are rare, and then making an inflater is no longer what costs. */
const SMALL_BYTES_MAX = 1 << 20;

/**
 * One inflater for all small bodies: `gunzipSync` makes a stream and its tables anew for each, which costs twice as much as the
 * inflating of 3 KB (27 µs a body against 9 µs).
 * Source: node:zlib's own `processChunkSync` (Node 20 to 24), whose handle is not documented. Where it is not as expected, or
 * does not inflate a probe, there is no such inflater, and all goes by `gunzipSync`.
 */
const inflateSmall: InflateSmall | null = makeInflateSmall();
/** Its room is being read. */
let isLent = false;

/**
 * Inflates a gzip body, on the calling thread: bodies are small, and a thread's round trip costs more.
 * Units: bytes; `bytesMax` bounds the inflated size, so a gzip bomb costs no more memory than an honest body.
 * Errors: AppError `too-large` when the result would pass `bytesMax`; `invalid` when the bytes are not whole gzip.
 * Source: RFC 1952.
 */
export function inflate(body: Uint8Array, bytesMax: number): Buffer {
  const small = isLent ? null : inflateSmall?.(body);
  return small && small.length <= bytesMax ? Buffer.from(small) : inflateAnew(body, bytesMax);
}

/**
 * Inflates a gzip body for as long as `read` runs: the plain bytes lie where the next body's will lie, so nothing of `read`'s
 * answer may point into them. Saves the memory of a copy each. Units and errors as `inflate`, and those of `read`.
 */
export function withInflated<Answer>(body: Uint8Array, bytesMax: number, read: (plain: Buffer) => Answer): Answer {
  const small = isLent ? null : inflateSmall?.(body);
  if (!small || small.length > bytesMax) return read(inflateAnew(body, bytesMax));
  isLent = true;
  try {
    return read(small);
  } finally {
    isLent = false;
  }
}

/** Inflates a body of HTTP's content coding `deflate`, which is zlib's format. Units and errors as `inflate`. Source: RFC 9110 §8.4.1.2. */
export function inflateZlib(body: Uint8Array, bytesMax: number): Buffer {
  return inflated("zlib", bytesMax, () => inflateSync(body, { maxOutputLength: bytesMax }));
}

function inflateAnew(body: Uint8Array, bytesMax: number): Buffer {
  return inflated("gzip", bytesMax, () => gunzipSync(body, { maxOutputLength: bytesMax, chunkSize: blockBytes(body) }));
}

function inflated(format: string, bytesMax: number, run: () => Buffer): Buffer {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof RangeError) {
      throw new AppError("too-large", `The body inflates to more than the limit of ${bytesMax} bytes.`, { cause });
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("invalid", `The body is not valid ${format}: ${reason}.`, { cause });
  }
}

/** Compresses a plain body for the journal; level 1, because the journal writes every body once and reads few. */
export function deflate(body: Uint8Array): Buffer {
  return gzipSync(body, { level: constants.Z_BEST_SPEED });
}

/** The last four bytes of gzip say the inflated size, if honest. */
function claimedBytes(body: Uint8Array): number {
  const { length } = body;
  if (length < GZIP_BYTES_MIN) return 0;
  const byte = (fromEnd: number) => body[length - fromEnd] as number;
  return byte(4) + byte(3) * 2 ** 8 + byte(2) * 2 ** 16 + byte(1) * 2 ** 24;
}

/** One block of the claimed size saves growing and copying. */
function blockBytes(body: Uint8Array): number {
  return Math.min(Math.max(claimedBytes(body) + 1, BLOCK_BYTES_MIN), BLOCK_BYTES_MAX);
}

/** A view of its only room; null when the body is not plainly fine and small: `gunzipSync` then says what it is. */
type InflateSmall = (body: Uint8Array) => Buffer | null;

interface InflateHandle {
  reset(): void;
  writeSync(
    flush: number,
    body: Uint8Array,
    at: number,
    size: number,
    out: Uint8Array,
    outAt: number,
    room: number,
  ): void;
  onerror: (message: string) => void;
}

function makeInflateSmall(): InflateSmall | null {
  const stream = createGunzip() as unknown as { _handle?: Partial<InflateHandle>; _writeState?: Uint32Array };
  const { _handle: handle, _writeState: state } = stream;
  if (!isWhole(handle) || !(state instanceof Uint32Array)) return null;
  const scratch = Buffer.allocUnsafeSlow(SMALL_BYTES_MAX);
  let hasFailed = false;
  handle.onerror = () => {
    hasFailed = true;
  };
  const inflateOne = (body: Uint8Array) => {
    if (body.length > SMALL_BYTES_MAX || claimedBytes(body) >= SMALL_BYTES_MAX) return null;
    hasFailed = false;
    handle.reset();
    handle.writeSync(constants.Z_FINISH, body, 0, body.length, scratch, 0, SMALL_BYTES_MAX);
    const [room = 0, unread = 0] = state;
    // No room left: there may be more. What is unread is no gzip.
    if (hasFailed || room === 0 || unread > 0) return null;
    return scratch.subarray(0, SMALL_BYTES_MAX - room);
  };
  const probe = Buffer.from("inflates as gunzipSync does");
  const isSame = [1, 2].every(() => inflateOne(gzipSync(probe))?.equals(probe) === true);
  return isSame && inflateOne(Buffer.from("no gzip")) === null ? inflateOne : null;
}

function isWhole(handle: Partial<InflateHandle> | undefined): handle is InflateHandle {
  return typeof handle?.reset === "function" && typeof handle.writeSync === "function" && "onerror" in handle;
}
