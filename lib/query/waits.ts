import type { SessionRecords } from "@/lib/model/records";
import type { TimelineWait } from "@/lib/model/waits";
import { toWaits } from "@/lib/normalise/waits";

/** What the caller waited before each turn of the agent that reports it, ordered by item id. Milliseconds. */
export function toTimelineWaits({ items, spans }: SessionRecords): TimelineWait[] {
  return [...toWaits(items, spans)]
    .map(([itemId, { totalMs, parts }]) => ({ itemId, totalMs, heardMs: null, parts }))
    .sort((a, b) => (a.itemId < b.itemId ? -1 : 1));
}
