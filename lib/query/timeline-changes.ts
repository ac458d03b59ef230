import { createHash } from "node:crypto";
import { stateId } from "@/lib/model/states";
import type { Timeline, TimelineAudio, TimelineDelta } from "@/lib/model/timeline";
import { waitId } from "@/lib/model/waits";

/** What a reader holds of a timeline: a digest of each record's JSON by its key, and of each list that is sent as a whole. */
export class SentRecords {
  readonly byKey = new Map<string, string>();
  readonly wholes = new Map<string, string>();

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
    for (const [name, digest] of before.wholes) {
      if (after.wholes.get(name) === digest) certain.wholes.set(name, digest);
    }
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
  const changed = <T>(list: string, records: T[], idOf: (record: T) => string): T[] =>
    records.filter((record) => {
      const key = `${list}/${idOf(record)}`;
      known.delete(key);
      return note(sent.byKey, key, record);
    });
  const whole = <T>(name: string, value: T): T | null => (note(sent.wholes, name, value) ? value : null);
  const records = {
    items: changed("items", timeline.items, ({ id }) => id),
    spans: changed("spans", timeline.spans, ({ id }) => id),
    logs: changed("logs", timeline.logs, ({ id }) => id),
    evaluations: changed("evaluations", timeline.evaluations, ({ id }) => id),
    waits: changed("waits", timeline.waits, waitId),
    states: changed("states", timeline.states, stateId),
  };
  for (const key of known) sent.byKey.delete(key);
  return {
    ...records,
    participants: whole("participants", timeline.participants) ?? [],
    stalls: whole("stalls", timeline.stalls),
    connection: whole("connection", timeline.connection),
    missing: whole("missing", timeline.missing),
    audio: whole("audio", audioOf(timeline)),
    removedIds: [...known].map((key) => key.slice(key.indexOf("/") + 1)),
  };
}

function audioOf({ recording, activity, health }: Timeline): TimelineAudio {
  return { recording, activity, health };
}

/** Whether a reader would see no difference. */
export function isEmptyDelta(delta: TimelineDelta): boolean {
  const { stalls, connection, missing, audio, ...lists } = delta;
  const wholes = [stalls, connection, missing, audio];
  return wholes.every((whole) => whole === null) && Object.values(lists).every((list) => list.length === 0);
}

function note(sent: Map<string, string>, key: string, record: unknown): boolean {
  const digest = digestOf(record);
  if (sent.get(key) === digest) return false;
  sent.set(key, digest);
  return true;
}

/** Short, because a reader of a session of 10,000 spans holds as many. */
function digestOf(value: unknown): string {
  return createHash("sha1").update(JSON.stringify(value)).digest("base64");
}
