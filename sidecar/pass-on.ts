import { constants, fstatSync, openSync, write, writeSync } from "node:fs";

/** What may wait for a slow reader before the child has to. As much as a pipe of Linux holds, four times. */
const WAITING_BYTES_MAX = 256 * 1024;
const AGAIN_MS = 5;

/**
 * Writes to a descriptor of ours what a child printed, in order and at once. Not by a stream of Node's: those would change the
 * descriptor for everybody who shares it, and end the process where nobody reads it any more.
 */
export class PassOn {
  readonly #fd: number;
  /** Writes what goes without waiting; null: nothing does. */
  readonly #quickFd: number | null;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #isWriting = false;
  #isClosed = false;
  #onDrained: (() => void) | null = null;

  constructor(fd: number) {
    this.#fd = fd;
    this.#quickFd = quickDescriptor(fd);
  }

  /** False: read no more until `drained`. What must wait is copied. */
  write(chunk: Buffer): boolean {
    if (this.#isClosed) return true;
    const rest = this.#isWriting || this.#quickFd === null ? chunk : this.#writeQuickly(this.#quickFd, chunk);
    if (rest === null) return true;
    // A copy: the reader uses its bytes again.
    this.#waiting.push(Buffer.from(rest));
    this.#waitingBytes += rest.length;
    if (!this.#isWriting) this.#writeNext();
    return this.#waitingBytes < WAITING_BYTES_MAX;
  }

  /** What did not fit; null when all is done. */
  #writeQuickly(fd: number, chunk: Buffer): Buffer | null {
    try {
      const written = writeSync(fd, chunk);
      return written === chunk.length ? null : chunk.subarray(written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") return chunk;
      this.#close();
      return null;
    }
  }

  /** When everything is written, or nobody reads it any more. */
  drained(): Promise<void> {
    if (this.#waitingBytes === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const before = this.#onDrained;
      this.#onDrained = () => {
        before?.();
        resolve();
      };
    });
  }

  #writeNext(): void {
    const chunk = this.#waiting[0];
    this.#isWriting = chunk !== undefined;
    if (!chunk) this.#tellDrained();
    else
      write(this.#fd, chunk, 0, chunk.length, null, (error, written) => {
        if (!error) this.#onWritten(chunk, written);
        // Somebody made it a descriptor that does not wait.
        else if (error.code === "EAGAIN") setTimeout(() => this.#writeNext(), AGAIN_MS);
        else this.#close();
      });
  }

  /** Nobody reads it: what the child prints goes to the server all the same. */
  #close(): void {
    this.#isClosed = true;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#tellDrained();
  }

  #onWritten(chunk: Buffer, written: number): void {
    this.#waitingBytes -= written;
    if (written < chunk.length) this.#waiting[0] = chunk.subarray(written);
    else this.#waiting.shift();
    this.#writeNext();
  }

  #tellDrained(): void {
    const onDrained = this.#onDrained;
    this.#onDrained = null;
    onDrained?.();
  }
}

/**
 * A descriptor on which a write never waits: a file itself; of a pipe or terminal another opening, because how ours behaves is shared
 * with others. null where there is none: then a thread waits.
 */
function quickDescriptor(fd: number): number | null {
  try {
    const stat = fstatSync(fd);
    if (stat.isFile()) return fd;
    if (!stat.isFIFO() && !stat.isCharacterDevice()) return null;
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    // Closed, or somebody else's.
    return null;
  }
}
