/** Holes are lines that a sidecar dropped and announced; below the newest of so many ranges nothing is expected any more. */
const RANGES_MAX = 500;

/**
 * The sequence numbers of a worker that are stored, as `int8multirange` writes them: `{[1,5),[7,9)}`. Whole numbers from 1 on.
 * Source: PostgreSQL 18, 8.17.5, discrete ranges are written with an exclusive end.
 */
export class SeenRanges {
  /** Begins and ends (exclusive) in turn, ascending. */
  readonly #bounds: number[];

  constructor(text: string) {
    this.#bounds = Array.from(text.matchAll(/\d+/g), ([digits]) => Number(digits));
  }

  /** Adds a number; false when it was there already. */
  add(seq: number): boolean {
    const bounds = this.#bounds;
    const next = this.#nextAfter(seq);
    // An odd number of bounds at or below it: a range has begun and not ended.
    if (next % 2 === 1) return false;
    const joinsBefore = next > 0 && bounds[next - 1] === seq;
    const joinsAfter = bounds[next] === seq + 1;
    if (joinsBefore && joinsAfter) bounds.splice(next - 1, 2);
    else if (joinsBefore) bounds[next - 1] = seq + 1;
    else if (joinsAfter) bounds[next] = seq;
    else bounds.splice(next, 0, seq, seq + 1);
    return true;
  }

  toText(): string {
    const bounds = this.#bounds;
    const leftOut = bounds.length / 2 - RANGES_MAX;
    if (leftOut > 0) bounds.splice(1, leftOut * 2);
    const ranges: string[] = [];
    for (let at = 0; at < bounds.length; at += 2) ranges.push(`[${bounds[at]},${bounds[at + 1]})`);
    return `{${ranges.join(",")}}`;
  }

  /** Where the first bound above the number stands. */
  #nextAfter(seq: number): number {
    const bounds = this.#bounds;
    let low = 0;
    // Nearly always it goes on where the last one ended.
    let high = bounds.length;
    if (high > 0 && (bounds[high - 1] as number) <= seq) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((bounds[middle] as number) <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
