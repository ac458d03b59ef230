/** What a sample is taken of: urgent ones are kept before all others. */
interface Sampled {
  isUrgent: boolean;
}

/** So many lines a second one reader gets for long, and so many at once. */
const LINES_PER_SECOND_MAX = 3_000;
const BURST_LINES_MAX = 6_000;

/**
 * How many lines one reader may still get now. What is too much is left out evenly, so that what stays still shows who printed
 * when; system events and errors go first. Times are ms of any clock that only goes forward.
 */
export class LineAllowance {
  #left = BURST_LINES_MAX;
  #atMs: number;

  constructor(nowMs: number) {
    this.#atMs = nowMs;
  }

  /** The lines that the reader gets, in their order, and how many he does not get. */
  take<Item extends Sampled>(items: Item[], nowMs: number): { kept: Item[]; leftOut: number } {
    const earned = ((nowMs - this.#atMs) / 1000) * LINES_PER_SECOND_MAX;
    this.#left = Math.min(BURST_LINES_MAX, this.#left + earned);
    this.#atMs = nowMs;
    const kept = sampleLines(items, Math.floor(this.#left));
    this.#left -= kept.length;
    return { kept, leftOut: items.length - kept.length };
  }
}

/** At most `countMax` of the items in their order: the urgent ones first, of the others an even choice. */
export function sampleLines<Item extends Sampled>(items: Item[], countMax: number): Item[] {
  if (items.length <= countMax) return items;
  const urgent = items.filter((item) => item.isUrgent);
  if (urgent.length >= countMax) return evenly(urgent, countMax);
  const chosen = new Set([
    ...urgent,
    ...evenly(
      items.filter((item) => !item.isUrgent),
      countMax - urgent.length,
    ),
  ]);
  return items.filter((item) => chosen.has(item));
}

function evenly<Item>(items: Item[], count: number): Item[] {
  return items.filter(
    (_, index) => Math.floor((index * count) / items.length) !== Math.floor(((index - 1) * count) / items.length),
  );
}
