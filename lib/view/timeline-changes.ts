import type { Timeline, TimelineDelta } from "@/lib/model/timeline";

/**
 * Puts what a live stream sent into a timeline: new records are added, known ids are replaced, `removedIds` go.
 * Order: items, logs and spans by time then id, so a delta that comes twice or late gives the same timeline.
 */
export function mergeTimeline(timeline: Timeline, delta: TimelineDelta): Timeline {
  const removed = new Set(delta.removedIds);
  return {
    ...timeline,
    items: mergeById(timeline.items, delta.items, removed, (item) => item.startMs),
    spans: mergeById(timeline.spans, delta.spans, removed, (span) => span.startMs),
    logs: mergeById(timeline.logs, delta.logs, removed, (log) => log.atMs),
    evaluations: mergeById(timeline.evaluations, delta.evaluations, removed, (one) => one.atMs),
    // Sent whole or not at all: one who came twice is there twice.
    participants: delta.participants.length > 0 ? delta.participants : timeline.participants,
  };
}

function mergeById<T extends { id: string }>(
  known: readonly T[],
  sent: readonly T[],
  removed: ReadonlySet<string>,
  atMs: (record: T) => number,
): T[] {
  if (sent.length === 0 && removed.size === 0) return known as T[];
  const byId = new Map(known.map((record) => [record.id, record]));
  for (const id of removed) byId.delete(id);
  for (const record of sent) byId.set(record.id, record);
  return [...byId.values()].sort((a, b) => atMs(a) - atMs(b) || (a.id < b.id ? -1 : 1));
}
