import type { Stretch } from "@/lib/model/activity";

/** Where the agent's first sound may be from where the transcript puts it: the scatter of onsets (0.1 s) and a soft beginning. ms. */
const ONSET_MS_MAX = 500;

/**
 * The gap that the caller really waited before a turn of the agent: from the end of the caller's last sound before it to the turn's
 * first sound; 0 when the caller was still heard. Null where it cannot be told: no sound begins where the turn does, nothing of the
 * caller was heard before, or the agent said something else in between.
 * Units: milliseconds of the recording's clock; `turnMs`: where the transcript puts the turn's first sound.
 */
export function measureWait(user: readonly Stretch[], agent: readonly Stretch[], turnMs: number): number | null {
  const after = firstFrom(agent, turnMs);
  const isLater =
    turnMs - (agent[after - 1]?.[0] ?? Number.NEGATIVE_INFINITY) >
    (agent[after]?.[0] ?? Number.POSITIVE_INFINITY) - turnMs;
  const index = isLater ? after : after - 1;
  const onsetMs = agent[index]?.[0];
  if (onsetMs === undefined || Math.abs(onsetMs - turnMs) > ONSET_MS_MAX) return null;
  const heard = user[firstFrom(user, onsetMs) - 1];
  const before = agent[index - 1];
  if (heard === undefined || (before !== undefined && before[0] > heard[1])) return null;
  return Math.max(0, onsetMs - heard[1]);
}

/** The index of the first stretch that begins at `atMs` or later; stretches are in order. */
function firstFrom(stretches: readonly Stretch[], atMs: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle] as Stretch)[0] < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
