import type { LineHistogram } from "@/lib/model/lines";
import type { LineBuckets } from "./line-buckets";

/** None, trace, debug, info, warn, error, fatal. */
const LEVELS = 7;

/** Counts of lines by part of the time and level. */
export class LineTally {
  readonly buckets: LineBuckets;
  readonly #counts: Float64Array;
  readonly #dropped: Float64Array;

  constructor(buckets: LineBuckets) {
    this.buckets = buckets;
    this.#counts = new Float64Array(buckets.count * LEVELS);
    this.#dropped = new Float64Array(buckets.count);
  }

  /** Lines at an instant within the time; `level` as it is stored, 0 for none. */
  add(atMs: number, level: number, lines: { count: number; dropped: number }): void {
    const index = Math.floor((atMs - this.buckets.startMs) / this.buckets.bucketMs);
    if (index < 0 || index >= this.buckets.count) return;
    const at = index * LEVELS + level;
    this.#counts[at] = (this.#counts[at] ?? 0) + lines.count;
    this.#dropped[index] = (this.#dropped[index] ?? 0) + lines.dropped;
  }

  /** Parts that were counted only partly, or not at all, show nothing. */
  forgetBefore(atMs: number): void {
    const index = Math.ceil((atMs - this.buckets.startMs) / this.buckets.bucketMs);
    const count = Math.max(0, Math.min(index, this.buckets.count));
    this.#counts.fill(0, 0, count * LEVELS);
    this.#dropped.fill(0, 0, count);
  }

  toBuckets(): LineHistogram["buckets"] {
    const { count, startMs, bucketMs } = this.buckets;
    return Array.from({ length: count }, (_, index) => ({
      at: new Date(startMs + index * bucketMs).toISOString(),
      counts: [...this.#counts.slice(index * LEVELS, (index + 1) * LEVELS)],
      dropped: this.#dropped[index] ?? 0,
    }));
  }
}
