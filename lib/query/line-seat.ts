import type { ProjectScope } from "@/lib/model/scope";
import { type FedBatch, joinLineFeed } from "./line-feed";

/** What may wait in memory for one reader who does not keep up; then he reads from the store, at his own pace. */
const WAITING_LINES_MAX = 10_000;
const WAITING_BYTES_MAX = 8 * 1024 * 1024;

/** One reader's place at the feed of his project: what came and was not taken yet. */
export class LineSeat {
  readonly #signal: AbortSignal;
  #batches: FedBatch[] = [];
  #lineCount = 0;
  #sizeBytes = 0;
  #from = 0n;
  #failure: unknown = null;
  #wake: () => void = () => undefined;
  #leave: () => void = () => undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  static async take(scope: ProjectScope, signal: AbortSignal): Promise<LineSeat> {
    const seat = new LineSeat(signal);
    const { from, leave } = await joinLineFeed(scope, {
      take: (batch) => seat.#add(batch),
      fail: (error) => {
        seat.#failure = error;
        seat.#wake();
      },
    });
    // The first batch may have come before this line was reached.
    seat.#from = seat.#batches[0]?.after ?? from;
    seat.#leave = leave;
    return seat;
  }

  /** What lies at or before this id does not come by the feed. */
  get from(): bigint {
    return this.#from;
  }

  /** The next batch; null when none is there yet. Errors: what made the feed end. */
  next(): FedBatch | null {
    if (this.#failure) throw this.#failure;
    const batch = this.#batches.shift();
    if (!batch) return null;
    this.#lineCount -= batch.lines.length;
    this.#sizeBytes -= sizeOf(batch);
    this.#from = batch.upTo;
    return batch;
  }

  /** Waits until there is something to take, the time is over or the reader has gone. */
  async news(timeoutMs: number): Promise<void> {
    if (this.#batches.length > 0 || this.#failure || this.#signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#signal.removeEventListener("abort", end);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(end, timeoutMs);
      this.#signal.addEventListener("abort", end);
      this.#wake = end;
    });
  }

  leave(): void {
    this.#leave();
  }

  #add(batch: FedBatch): void {
    this.#batches.push(batch);
    this.#lineCount += batch.lines.length;
    this.#sizeBytes += sizeOf(batch);
    if (this.#lineCount > WAITING_LINES_MAX || this.#sizeBytes > WAITING_BYTES_MAX) {
      this.#batches = [];
      this.#lineCount = 0;
      this.#sizeBytes = 0;
      this.#from = batch.upTo;
    }
    this.#wake();
  }
}

function sizeOf({ lines }: FedBatch): number {
  return lines.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
