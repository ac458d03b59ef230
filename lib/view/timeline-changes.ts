import { stateId } from "@/lib/model/states";
import type { Timeline, TimelineDelta } from "@/lib/model/timeline";
import { waitId } from "@/lib/model/waits";

/**
 * Puts what a live stream sent into a timeline: new records are added, known ids are replaced, `removedIds` go.
 * Order: items, logs and spans by time then id, so a delta that comes twice or late gives the same timeline.
 */
export function mergeTimeline(timeline: Timeline, delta: TimelineDelta): Timeline {
  const removed = new Set(delta.removedIds);
  return {
    ...timeline,
    items: mergeById(timeline.items, delta.items, removed, byStart),
    spans: mergeById(timeline.spans, delta.spans, removed, byStart),
    logs: mergeById(timeline.logs, delta.logs, removed, byMoment),
    evaluations: mergeById(timeline.evaluations, delta.evaluations, removed, byMoment),
    waits: mergeById(timeline.waits, delta.waits, removed, { idOf: waitId }),
    states: mergeById(timeline.states, delta.states, removed, { idOf: stateId, atMs: ({ startMs }) => startMs }),
    // Sent whole or not at all: one who came twice is there twice.
    participants: delta.participants.length > 0 ? delta.participants : timeline.participants,
    stalls: delta.stalls ?? timeline.stalls,
    connection: delta.connection ?? timeline.connection,
    missing: delta.missing ?? timeline.missing,
    ...delta.audio,
  };
}

interface Order<T> {
  idOf: (record: T) => string;
  /** Left out: by id alone. */
  atMs?: (record: T) => number;
}

const idOf = ({ id }: { id: string }) => id;
const byStart = { idOf, atMs: ({ startMs }: { startMs: number }) => startMs };
const byMoment = { idOf, atMs: ({ atMs }: { atMs: number }) => atMs };

function mergeById<T>(
  known: readonly T[],
  sent: readonly T[],
  removed: ReadonlySet<string>,
  { idOf, atMs = () => 0 }: Order<T>,
): T[] {
  if (sent.length === 0 && removed.size === 0) return known as T[];
  const byId = new Map(known.map((record) => [idOf(record), record]));
  for (const id of removed) byId.delete(id);
  for (const record of sent) byId.set(idOf(record), record);
  return [...byId.values()].sort((a, b) => atMs(a) - atMs(b) || (idOf(a) < idOf(b) ? -1 : 1));
}
