/** How the sounds of one side lie against the times at which the transcript puts them. */
export interface ClockFit {
  /** The middle difference: positive when the sound comes after its time. ms. */
  offsetMs: number;
  /** How far the difference grew from the first to the last pair. ms. */
  driftMs: number;
  /** From the first to the last pair. ms. */
  spanMs: number;
  pairCount: number;
}

/** A file that was placed wrongly is off by less; sounds farther away belong to other words. ms. */
const OFFSET_MS_MAX = 10_000;
/** Width of the bins in which differences are counted: as wide as onsets scatter around an SDK's times (0.1 s, PROTOCOL §4.2). ms. */
const BIN_MS = 100;
/** The first messages say where to begin; from there the fit follows a drift from message to message. */
const FIRST_COUNT = 12;
/** How far a sound may be from where the last ones let it be expected. ms. */
const NEAR_MS = 700;
const RECENT_COUNT = 5;
/** Fewer pairs tell nothing. */
const PAIRS_MIN = 3;
/** Pairs that slopes are taken between: 60 make 1,770 slopes, as good as all of an hour's. */
const SLOPE_PAIRS_MAX = 60;
/** Slopes between neighbours are noise. ms. */
const SLOPE_SPAN_MS_MIN = 5_000;

/**
 * Finds which sound belongs to which time, and how they differ: first the difference that most of the first times share, then from
 * time to time the sound nearest to where the last ones let it be expected. Sounds and times without a partner do no harm; the slope
 * is the median of all slopes between two pairs (Theil and Sen), so that some wrong pairs do none either.
 * Null when too few belong together. Units: milliseconds; both lists in order.
 */
export function fitClock(soundsMs: readonly number[], timesMs: readonly number[]): ClockFit | null {
  const begin = commonOffset(soundsMs, timesMs.slice(0, FIRST_COUNT));
  if (begin === null) return null;
  const pairs: { atMs: number; offMs: number }[] = [];
  for (const atMs of timesMs) {
    const recent = pairs.slice(-RECENT_COUNT).map(({ offMs }) => offMs);
    const expectedMs = recent.length === 0 ? begin : median(recent);
    const soundMs = nearest(soundsMs, atMs + expectedMs);
    if (Math.abs(soundMs - atMs - expectedMs) <= NEAR_MS) pairs.push({ atMs, offMs: soundMs - atMs });
  }
  const first = pairs[0];
  const last = pairs.at(-1);
  if (pairs.length < PAIRS_MIN || first === undefined || last === undefined) return null;
  const spanMs = last.atMs - first.atMs;
  const offsetMs = median(pairs.map(({ offMs }) => offMs));
  return { offsetMs, driftMs: slopeOf(pairs) * spanMs, spanMs, pairCount: pairs.length };
}

/** The difference that most times share with some sound; of equals the smallest. Null when there is none. */
function commonOffset(soundsMs: readonly number[], timesMs: readonly number[]): number | null {
  const counts = new Map<number, number>();
  for (const atMs of timesMs) {
    const bins = new Set<number>();
    for (const soundMs of soundsMs) {
      const bin = Math.round((soundMs - atMs) / BIN_MS);
      if (Math.abs(bin) * BIN_MS > OFFSET_MS_MAX) continue;
      // A difference on the edge of a bin counts for its neighbours too.
      for (const one of [bin - 1, bin, bin + 1]) bins.add(one);
    }
    for (const bin of bins) counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  const [best] = [...counts].sort(([a, aCount], [b, bCount]) => bCount - aCount || Math.abs(a) - Math.abs(b));
  return best === undefined ? null : best[0] * BIN_MS;
}

function slopeOf(pairs: readonly { atMs: number; offMs: number }[]): number {
  const step = Math.max(1, pairs.length / SLOPE_PAIRS_MAX);
  const some = Array.from({ length: Math.ceil(pairs.length / step) }, (_, index) => pairs[Math.floor(index * step)]);
  const slopes: number[] = [];
  for (const [index, one] of some.entries()) {
    for (const other of some.slice(index + 1)) {
      const spanMs = one && other ? other.atMs - one.atMs : 0;
      if (one && other && spanMs >= SLOPE_SPAN_MS_MIN) slopes.push((other.offMs - one.offMs) / spanMs);
    }
  }
  return slopes.length === 0 ? 0 : median(slopes);
}

/** Of numbers in order, the one nearest to `wanted`; infinity of none. */
export function nearest(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  const before = sorted[low - 1] ?? Number.NEGATIVE_INFINITY;
  const after = sorted[low] ?? Number.POSITIVE_INFINITY;
  return wanted - before < after - wanted ? before : after;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
