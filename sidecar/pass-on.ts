import { write } from "node:fs";

/** What may wait for a slow reader before the child has to. As much as a pipe of Linux holds, four times. */
const WAITING_BYTES_MAX = 256 * 1024;
const AGAIN_MS = 5;

/**
 * Writes to a descriptor of ours what a child printed, in order and at once. Not by a stream of Node's: those would change the
 * descriptor for everybody who shares it, and end the process where nobody reads it any more.
 */
export class PassOn {
  readonly #fd: number;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #isWriting = false;
  #isClosed = false;
  #onDrained: (() => void) | null = null;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** False: read no more until `drained`. */
  write(chunk: Buffer): boolean {
    if (this.#isClosed) return true;
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    if (!this.#isWriting) this.#writeNext();
    return this.#waitingBytes < WAITING_BYTES_MAX;
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
