import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

/** Numbered rows of bytes that grow at their end. All is synchronous: the output of an agent is put down before it is passed on. */
export interface SegmentStore {
  /** Errors: those of the disk; then nothing of it is there. */
  append(segment: number, bytes: Buffer): void;
  /** From an offset to the end; a later call does not ask for what lies before this one's. */
  read(segment: number, offset: number): Buffer;
  replace(segment: number, bytes: Buffer): void;
  remove(segment: number): void;
  list(): { number: number; sizeBytes: number }[];
}

const SUFFIX = ".seg";

/** What was written last is kept, so that it need not be read again when it is sent a moment later. */
const KEPT_BYTES_MAX = 512 * 1024;

interface OpenSegment {
  segment: number;
  fd: number;
  sizeBytes: number;
  kept: Buffer[];
  keptFrom: number;
}

/** Files of a folder. What is written survives the end of this process, not that of the machine: it is not flushed to the disk. */
export class FileSegments implements SegmentStore {
  readonly #folder: string;
  #open: OpenSegment | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  append(segment: number, bytes: Buffer): void {
    const open = this.#openFor(segment);
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(open.fd, bytes, written);
    } catch (error) {
      // Half a frame would end the row for everything after it.
      ftruncateSync(open.fd, open.sizeBytes);
      throw error;
    }
    open.sizeBytes += bytes.length;
    open.kept.push(bytes);
    if (open.sizeBytes - open.keptFrom <= KEPT_BYTES_MAX) return;
    open.kept = [];
    open.keptFrom = open.sizeBytes;
  }

  read(segment: number, offset: number): Buffer {
    const open = this.#open;
    if (open?.segment === segment && offset >= open.keptFrom) {
      while (open.kept[0] && open.keptFrom + open.kept[0].length <= offset)
        open.keptFrom += open.kept.shift()?.length ?? 0;
      return Buffer.concat(open.kept).subarray(offset - open.keptFrom);
    }
    const fd = openSync(this.#path(segment), "r");
    try {
      const bytes = Buffer.allocUnsafe(Math.max(0, fstatSync(fd).size - offset));
      let length = 0;
      for (let read = 1; read > 0 && length < bytes.length; length += read) {
        read = readSync(fd, bytes, length, bytes.length - length, offset + length);
      }
      return bytes.subarray(0, length);
    } finally {
      closeSync(fd);
    }
  }

  replace(segment: number, bytes: Buffer): void {
    if (this.#open?.segment === segment) this.close();
    const path = this.#path(segment);
    writeFileSync(`${path}.new`, bytes, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }

  remove(segment: number): void {
    if (this.#open?.segment === segment) this.close();
    rmSync(this.#path(segment), { force: true });
  }

  list(): { number: number; sizeBytes: number }[] {
    const names = readdirSync(this.#folder).filter((name) => name.endsWith(SUFFIX));
    const all = names.map((name) => ({
      number: Number(name.slice(0, -SUFFIX.length)),
      sizeBytes: statSync(join(this.#folder, name)).size,
    }));
    return all.sort((one, other) => one.number - other.number);
  }

  /** Its descriptor; the next write opens it again. */
  close(): void {
    if (this.#open) closeSync(this.#open.fd);
    this.#open = null;
  }

  #openFor(segment: number): OpenSegment {
    if (this.#open?.segment === segment) return this.#open;
    this.close();
    const fd = openSync(this.#path(segment), "a", 0o600);
    const sizeBytes = fstatSync(fd).size;
    this.#open = { segment, fd, sizeBytes, kept: [], keptFrom: sizeBytes };
    return this.#open;
  }

  #path(segment: number): string {
    return join(this.#folder, `${segment}${SUFFIX}`);
  }
}

/** The same in memory: where there is no disk to write to. */
export class MemorySegments implements SegmentStore {
  readonly #segments = new Map<number, Buffer[]>();

  append(segment: number, bytes: Buffer): void {
    const rows = this.#segments.get(segment) ?? [];
    rows.push(bytes);
    this.#segments.set(segment, rows);
  }

  read(segment: number, offset: number): Buffer {
    const rows = this.#segments.get(segment) ?? [];
    const whole = rows.length === 1 && rows[0] ? rows[0] : Buffer.concat(rows);
    this.#segments.set(segment, [whole]);
    return whole.subarray(offset);
  }

  replace(segment: number, bytes: Buffer): void {
    this.#segments.set(segment, [bytes]);
  }

  remove(segment: number): void {
    this.#segments.delete(segment);
  }

  list(): { number: number; sizeBytes: number }[] {
    const sizeOf = (rows: Buffer[]) => rows.reduce((sum, row) => sum + row.length, 0);
    return [...this.#segments].map(([number, rows]) => ({ number, sizeBytes: sizeOf(rows) }));
  }
}
