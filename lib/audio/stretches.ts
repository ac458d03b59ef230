import type { Stretch } from "@/lib/model/activity";

/** Where stretches of both lists (each in order, without overlaps) are at the same time, from `msMin` on. Milliseconds. */
export function overlapsOf(some: readonly Stretch[], others: readonly Stretch[], msMin = 0): Stretch[] {
  const overlaps: Stretch[] = [];
  for (let i = 0, j = 0; i < some.length && j < others.length; ) {
    const [from, to] = some[i] as Stretch;
    const [otherFrom, otherTo] = others[j] as Stretch;
    const overlap: Stretch = [Math.max(from, otherFrom), Math.min(to, otherTo)];
    if (overlap[1] - overlap[0] > Math.max(0, msMin - 1e-6)) overlaps.push(overlap);
    if (to < otherTo) i += 1;
    else j += 1;
  }
  return overlaps;
}

/** What lies between the stretches of the lists, from 0 to `endMs`, where it is `msMin` or longer. Milliseconds. */
export function silencesOf(lists: readonly (readonly Stretch[])[], endMs: number, msMin: number): Stretch[] {
  const sounds = lists.flat().sort(([a], [b]) => a - b);
  const silences: Stretch[] = [];
  let at = 0;
  for (const [from, to] of [...sounds, [endMs, endMs] as Stretch]) {
    if (from - at >= msMin) silences.push([at, from]);
    at = Math.max(at, to);
  }
  return silences;
}

/** How long the stretches are together. Milliseconds. */
export function lengthOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, [from, to]) => sum + to - from, 0);
}
