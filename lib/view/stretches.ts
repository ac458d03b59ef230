import type { Stretch } from "@/lib/model/activity";

/** Index of the first stretch that ends at `ms` or after it. `stretches` are in order and do not overlap. */
export function firstReaching(stretches: readonly Stretch[], ms: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.[1] ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
