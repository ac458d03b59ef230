const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Widths that a person can read off an axis. Each is a multiple of the one before, so that edges stay edges. */
const WIDTHS_MS = [
  ...[1, 10, 100].map((count) => count),
  ...[1, 2, 10, 30].map((count) => count * SECOND_MS),
  ...[1, 2, 10, 30].map((count) => count * MINUTE_MS),
  ...[1, 2, 6, 12].map((count) => count * HOUR_MS),
  DAY_MS,
];
const WEEK_MS = 7 * DAY_MS;

/** Parts of a time that are all of one width; the first may begin before `fromMs` and the last end after `toMs`. */
export interface LineBuckets {
  fromMs: number;
  toMs: number;
  bucketMs: number;
  /** Where the first part begins. */
  startMs: number;
  count: number;
}

/** Cuts the time from `fromMs` up to `toMs` into at most `countMax` parts of a round width; their edges stand on it in UTC. */
export function cutTime(fromMs: number, toMs: number, countMax: number): LineBuckets {
  let bucketMs = WIDTHS_MS.find((widthMs) => partsOf(fromMs, toMs, widthMs) <= countMax) ?? WEEK_MS;
  while (partsOf(fromMs, toMs, bucketMs) > countMax) bucketMs *= 2;
  const startMs = Math.floor(fromMs / bucketMs) * bucketMs;
  return { fromMs, toMs, bucketMs, startMs, count: partsOf(fromMs, toMs, bucketMs) };
}

/** With one part the time may still lie on both sides of an edge: then the width only has to be larger. */
function partsOf(fromMs: number, toMs: number, bucketMs: number): number {
  return Math.max(1, Math.ceil(toMs / bucketMs) - Math.floor(fromMs / bucketMs));
}
