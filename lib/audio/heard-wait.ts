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
  let index = -1;
  for (const [at, [fromMs]] of agent.entries()) {
    const offMs = Math.abs(fromMs - turnMs);
    if (offMs <= ONSET_MS_MAX && (index < 0 || offMs < Math.abs((agent[index]?.[0] ?? 0) - turnMs))) index = at;
  }
  const onsetMs = agent[index]?.[0];
  if (onsetMs === undefined) return null;
  const heard = user.findLast(([fromMs]) => fromMs < onsetMs);
  const before = agent[index - 1];
  if (heard === undefined || (before !== undefined && before[0] > heard[1])) return null;
  return Math.max(0, onsetMs - heard[1]);
}
