import type { SessionRecords } from "@/lib/model/records";
import type { TimelineWait } from "@/lib/model/waits";
import { toWaits } from "@/lib/normalise/waits";
import { toPositionMs } from "./positions";
import type { Sound } from "./sound";

/**
 * What the caller waited before each turn of the agent that reports it, as reported and as heard, ordered by item id.
 * Units: milliseconds.
 */
export function toTimelineWaits({ items, spans, facts }: SessionRecords, sound: Sound): TimelineWait[] {
  const waits = toWaits(items, spans);
  const answer: TimelineWait[] = [];
  for (const { id: itemId, startNs } of items) {
    const wait = waits.get(itemId);
    if (wait === undefined) continue;
    const heardMs = sound.heardWaitMs(toPositionMs(startNs, facts.startNs));
    answer.push({ itemId, totalMs: wait.totalMs, heardMs, parts: wait.parts });
  }
  return answer.sort((a, b) => (a.itemId < b.itemId ? -1 : 1));
}
