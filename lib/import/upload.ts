import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { config } from "@/lib/config";
import { AppError } from "@/lib/errors";

/**
 * Writes an upload to a file of DATA_DIR/imports that has no name any more: whoever dies, nothing of it stays. The caller closes it.
 * Units: bytes. Errors: `too-large` above `bytesMax`; `invalid` when the sender breaks off; `unavailable` when the disk is full.
 */
export async function receiveUpload(body: Readable, bytesMax: number): Promise<FileHandle> {
  const folder = join(config().dataDir, "imports");
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${randomUUID()}.zip`);
  const file = await open(path, "wx+");
  try {
    await unlink(path);
    await write(file, body, bytesMax);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function write(file: FileHandle, body: Readable, bytesMax: number): Promise<void> {
  let sizeBytes = 0;
  // Not destroyed when we stop: the sender must be able to read why.
  const chunks = body.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]();
  for (;;) {
    const { value, done } = await chunks.next().catch(brokenOff);
    if (done) break;
    const chunk = value as Buffer;
    sizeBytes += chunk.length;
    if (sizeBytes > bytesMax) {
      await chunks.return?.();
      throw new AppError("too-large", `The zip is larger than this server imports: at most ${bytesMax} bytes.`);
    }
    await file.writev([chunk]).catch(notWritten);
  }
  if (sizeBytes === 0) throw new AppError("invalid", "The request holds no zip: its body is empty.");
}

function brokenOff(cause: unknown): never {
  throw new AppError("invalid", "The connection was closed before the whole zip had come.", { cause });
}

const RETRY_AFTER_MS = 30_000;

function notWritten(cause: unknown): never {
  const isFull = ["ENOSPC", "EDQUOT"].includes((cause as NodeJS.ErrnoException).code ?? "");
  const why = isFull ? "The server's disk is full" : "The server's disk cannot be written";
  throw new AppError("unavailable", `${why}; nothing of this zip is kept.`, { cause, retryAfterMs: RETRY_AFTER_MS });
}
