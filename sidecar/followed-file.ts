import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";

/** How far a file has been read: the file itself, not its name. */
export interface Position {
  inode: number;
  offset: number;
}

const CHUNK_BYTES = 64 * 1024;

/** A file that grows, is renamed and begun anew, is emptied, or is not there yet. Read by whoever asks from time to time. */
export class FollowedFile {
  readonly #path: string;
  #fd: number | null = null;
  #position: Position | null;
  /** Nobody knew the file: what is in it already is not read. */
  #skipsFirst: boolean;
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES);

  constructor(path: string, known: Position | null, fromStart: boolean) {
    this.#path = path;
    this.#position = known;
    this.#skipsFirst = !fromStart && known === null;
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

function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    // Between two files of this name.
    return null;
  }
}
