import { closeSync, fstatSync, openSync, readdirSync, readSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** How far a file has been read: the file itself, not its name. */
export interface Position {
  inode: number;
  offset: number;
}

/** One piece of a run's log (worker-run.ts), so that each stands there together with its position. */
const CHUNK_BYTES = 16 * 1024;

/** A file that grows, is renamed and begun anew, is emptied, or is not there yet. Read by whoever asks from time to time. */
export class FollowedFile {
  readonly #path: string;
  #fd: number | null = null;
  #position: Position | null;
  /** Nobody knew the file: what is in it already is not read. */
  #skipsFirst: boolean;
  /** The file that was followed before may have been renamed while nobody followed it. */
  #mayBeRenamed: boolean;
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES);

  constructor(path: string, known: Position | null, fromStart: boolean) {
    this.#path = path;
    this.#position = known;
    this.#skipsFirst = !fromStart && known === null;
    this.#mayBeRenamed = known !== null;
  }

  /** Where the next byte stands; null when there is no file yet. */
  get position(): Position | null {
    return this.#position;
  }

  /**
   * Gives everything new to `take`, `isNew` when a file begins that is not the one before. Errors: none for a file that is not
   * there; those of reading it.
   */
  read(take: (chunk: Buffer, isNew: boolean) => void): void {
    let isNew = false;
    if (this.#mayBeRenamed) this.#readRenamed(take);
    if (this.#fd === null) isNew = this.#open();
    if (this.#fd === null) return;
    this.#readOpen(take, isNew);
    const now = statOf(this.#path);
    if (now === null || now.ino === this.#position?.inode) return;
    // It was renamed. What was written to it before has been read; whoever writes has opened the new one.
    this.#readOpen(take, false);
    this.close();
    this.#position = { inode: now.ino, offset: 0 };
    if (this.#open()) this.#readOpen(take, true);
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }

  /** The rest of the file that was followed before, where it lies under another name beside this one. */
  #readRenamed(take: (chunk: Buffer, isNew: boolean) => void): void {
    this.#mayBeRenamed = false;
    const known = this.#position;
    if (!known || statOf(this.#path)?.ino === known.inode) return;
    const renamed = findRenamed(this.#path, known);
    if (renamed === null) return;
    this.#fd = openSync(renamed, "r");
    try {
      this.#readOpen(take, false);
    } finally {
      this.close();
    }
  }

  #readOpen(take: (chunk: Buffer, isNew: boolean) => void, isNewFile: boolean): void {
    const { size } = fstatSync(this.#fd ?? -1);
    let isNew = isNewFile;
    if (!this.#position) return;
    if (size < this.#position.offset) {
      this.#position.offset = 0;
      isNew = true;
    }
    while (true) {
      const length = readSync(this.#fd ?? -1, this.#chunk, 0, CHUNK_BYTES, this.#position.offset);
      if (length === 0) return;
      this.#position.offset += length;
      take(this.#chunk.subarray(0, length), isNew);
      isNew = false;
    }
  }

  /** True when it is another file than the one that was read last. */
  #open(): boolean {
    try {
      this.#fd = openSync(this.#path, "r");
    } catch (error) {
      // What appears later is new as a whole.
      this.#skipsFirst = false;
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
      throw error;
    }
    const { ino, size } = fstatSync(this.#fd);
    const isKnown = this.#position?.inode === ino;
    if (!isKnown) this.#position = { inode: ino, offset: this.#skipsFirst ? size : 0 };
    this.#skipsFirst = false;
    return !isKnown || this.#position?.offset === 0;
  }
}

/** Rotated files keep the beginning of the name: agent.log.1, agent.log-20261121, agent.1.log. */
function findRenamed(path: string, { inode, offset }: Position): string | null {
  const folder = dirname(path);
  const [stem = ""] = basename(path).split(/(?<=.)\./);
  for (const name of namesIn(folder)) {
    if (!name.startsWith(stem)) continue;
    const found = statOf(join(folder, name));
    if (found?.isFile() && found.ino === inode && found.size >= offset) return join(folder, name);
  }
  return null;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // A folder that is not there yet holds no file.
    return [];
  }
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    // Between two files of this name.
    return null;
  }
}
