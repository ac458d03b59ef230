import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, type Dirent } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  type BlobStore,
  checkKey,
  meter,
  missing,
  notStored,
  type PutOptions,
  type StoredBlob,
  streamOf,
} from "./store";

/** Files being written; no key can begin with a point, so none lies here. Same folder, so that rename is atomic. */
const WRITING = ".writing";
/** Fewer, larger reads than Node's 64 KiB: audio is served in long runs. */
const READ_BYTES = 256 * 1024;

/** Blobs as files of a folder. Written beside, synced to disk, then renamed: after a crash a blob is whole or not there. */
export function folderStore(dir: string): BlobStore {
  const pathOf = (key: string) => join(dir, checkKey(key));
  const putStream = (key: string, content: Readable, options: PutOptions = {}) => {
    return writeWhole({ to: pathOf(key), writing: join(dir, WRITING, randomUUID()), content, options });
  };
  return {
    putStream,
    put: (key, content, options) => putStream(key, streamOf(content), options),
    get: (key) => readFile(pathOf(key)).catch((error) => fail(isMissing(error) ? missing(key, error) : error)),
    stat: async (key) => {
      const found = await stat(pathOf(key)).catch((error) => (isMissing(error) ? null : fail(error)));
      return found && { sizeBytes: found.size };
    },
    openRange: (key, start, end) => createReadStream(pathOf(key), { start, end, highWaterMark: READ_BYTES }),
    delete: (key) => rm(pathOf(key), { force: true }),
    list: (prefix) => listFolder(dir, prefix.replace(/\/$/, "")),
    deleteUnfinished: (before) => deleteUnfinished(join(dir, WRITING), before),
  };
}

/** A file that is being written moves; one that has not for so long has no writer. */
async function deleteUnfinished(folder: string, before: Date): Promise<number> {
  let count = 0;
  for (const { name } of await entriesOf(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch((error) => (isMissing(error) ? null : fail(error)));
    if (!found || found.mtime >= before) continue;
    await rm(path, { force: true });
    count += 1;
  }
  return count;
}

interface Writing {
  to: string;
  writing: string;
  content: Readable;
  options: PutOptions;
}

async function writeWhole({ to, writing, content, options }: Writing): Promise<StoredBlob> {
  const metered = meter(options);
  try {
    await mkdir(dirname(writing), { recursive: true });
    await pipeline(content, metered.stream, createWriteStream(writing, { flags: "wx", flush: true }));
    await mkdir(dirname(to), { recursive: true });
    await rename(writing, to);
    await syncFolder(dirname(to));
  } catch (error) {
    // Whoever reads the content must be able to end: nobody takes it any more.
    content.destroy();
    await rm(writing, { force: true });
    throw notStored(error);
  }
  return metered.result();
}

/** Makes the new name survive a power cut. */
async function syncFolder(path: string): Promise<void> {
  // Windows cannot open folders, and needs no such thing.
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function* listFolder(dir: string, prefix: string): AsyncIterable<{ key: string; sizeBytes: number }> {
  for (const entry of await entriesOf(join(dir, prefix))) {
    if (entry.name.startsWith(".")) continue;
    const key = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) yield* listFolder(dir, key);
    else yield { key, sizeBytes: (await stat(join(dir, key))).size };
  }
}

function entriesOf(path: string): Promise<Dirent[]> {
  return readdir(path, { withFileTypes: true }).catch((error) => (isMissing(error) ? [] : fail(error)));
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}

function fail(error: unknown): never {
  throw error;
}
