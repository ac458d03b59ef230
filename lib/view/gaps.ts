import type { Timeline } from "@/lib/model/timeline";

/** A stretch in which nobody was heard. Milliseconds on the session's clock. */
export interface Gap {
  startMs: number;
  endMs: number;
  /** Found in the recording itself; else between the turns of the transcript, as the SDK timed them. */
  isMeasured: boolean;
}

/** Silence from which callers ask whether anyone is there (SCREENS.md: more than 2 s). Milliseconds. */
const GAP_MS_MIN = 2000;

/**
 * The silences between turns, in order of time: those of the recording where it has been listened to, else those that the
 * transcript leaves. Silence before the first words and after the last is none: nobody waits there for the other.
 */
export function findGaps({ items, activity }: Pick<Timeline, "items" | "activity">): Gap[] {
  const turns = items
    .filter((item) => item.kind === "message" && item.role !== "system")
    .sort((a, b) => a.startMs - b.startMs);
  if (activity) return measuredGaps(activity.silences, [...activity.user, ...activity.agent]);
  const gaps: Gap[] = [];
  let heardUntilMs: number | null = null;
  for (const turn of turns) {
    if (heardUntilMs !== null && turn.startMs - heardUntilMs > GAP_MS_MIN) {
      gaps.push({ startMs: heardUntilMs, endMs: turn.startMs, isMeasured: false });
    }
    heardUntilMs = Math.max(heardUntilMs ?? Number.NEGATIVE_INFINITY, turn.endMs ?? turn.startMs);
  }
  return gaps;
}

type Stretch = readonly [number, number];

function measuredGaps(silences: readonly Stretch[], heard: readonly Stretch[]): Gap[] {
  const firstMs = Math.min(...heard.map(([startMs]) => startMs));
  const lastMs = Math.max(...heard.map(([, endMs]) => endMs));
  return silences
    .filter(([startMs, endMs]) => endMs - startMs > GAP_MS_MIN && startMs >= firstMs && endMs <= lastMs)
    .map(([startMs, endMs]) => ({ startMs, endMs, isMeasured: true }));
}
