import { createHash } from "node:crypto";
import type { Timeline, TimelineDelta } from "@/lib/model/timeline";

/** What a reader holds of a timeline: a digest of each record's JSON by its key, and of the participants as a whole. */
export class SentRecords {
  readonly byKey = new Map<string, string>();
  participants = "";

  /**
   * What is the same in both timelines counts as sent; what only one of them holds, or holds otherwise, is known by id
   * but will be sent again.
   */
  static certain(sure: Timeline | null, later: Timeline | null): SentRecords {
    const before = SentRecords.of(sure);
    const after = SentRecords.of(later);
    const certain = new SentRecords();
    for (const [key, digest] of [...before.byKey, ...after.byKey]) {
      const isSame = before.byKey.get(key) === digest && after.byKey.get(key) === digest;
      certain.byKey.set(key, isSame ? digest : "");
    }
    if (before.participants === after.participants) certain.participants = before.participants;
    return certain;
  }

  static of(timeline: Timeline | null): SentRecords {
    const sent = new SentRecords();
    if (timeline) changesOf(sent, timeline);
    return sent;
  }
}

/** The records of a timeline that the reader has not, or has otherwise, and the ids that are no more; notes them as sent. */
export function changesOf(sent: SentRecords, timeline: Timeline): TimelineDelta {
  const known = new Set(sent.byKey.keys());
  const changed = <T extends { id: string }>(list: string, records: T[]): T[] =>
    records.filter((record) => {
      const key = `${list}/${record.id}`;
      known.delete(key);
      return note(sent, key, record);
    });
  const items = changed("items", timeline.items);
  const spans = changed("spans", timeline.spans);
  const logs = changed("logs", timeline.logs);
  const evaluations = changed("evaluations", timeline.evaluations);
  for (const key of known) sent.byKey.delete(key);
  const participants = digestOf(timeline.participants);
  const haveParticipantsChanged = participants !== sent.participants && timeline.participants.length > 0;
  sent.participants = participants;
  return {
    items,
    spans,
    logs,
    evaluations,
    participants: haveParticipantsChanged ? timeline.participants : [],
    removedIds: [...known].map((key) => key.slice(key.indexOf("/") + 1)),
  };
}

/** Whether a reader would see no difference. */
export function isEmptyDelta(delta: TimelineDelta): boolean {
  return Object.values(delta).every((list) => list.length === 0);
}

function note(sent: SentRecords, key: string, record: unknown): boolean {
  const digest = digestOf(record);
  if (sent.byKey.get(key) === digest) return false;
  sent.byKey.set(key, digest);
  return true;
}

/** Short, because a reader of a session of 10,000 spans holds as many. */
function digestOf(value: unknown): string {
  return createHash("sha1").update(JSON.stringify(value)).digest("base64");
}
