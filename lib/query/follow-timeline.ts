import { config } from "@/lib/config";
import type { ProjectScope } from "@/lib/model/scope";
import type { Session } from "@/lib/model/sessions";
import type { Timeline, TimelineDelta } from "@/lib/model/timeline";
import { FollowedJournal } from "./followed-journal";
import { isSeen, type JournalPlace, newestOf, unpackJournalCursor } from "./journal-cursor";
import { findRecording } from "./recording";
import { deriveRecords, loadJournal, type SessionJournal } from "./session-records";
import { IDLE_MS } from "./session-rows";
import { toTimeline } from "./timeline";
import { changesOf, isEmptyDelta, SentRecords } from "./timeline-changes";

/** What has changed in a session since the step before. `session` is null while the header is as it was. */
export interface TimelineStep {
  cursor: string;
  delta: TimelineDelta | null;
  session: Session | null;
  /** The last step: the session is over and nothing came for a while. */
  hasEnded: boolean;
}

/** At most five steps a second: a reader sees no difference, and each derives the whole session. */
const STEP_MS_MIN = 200;
/** A session whose derivation takes long is derived less often, so that one core never works for one reader alone. */
const STEP_COST_FACTOR = 4;
/** What still comes after the report (last spans, recording) comes within this time; then the stream ends. */
const QUIET_MS = 3_000;
/** An entry may become visible after younger ones: a reader's cursor is trusted only so far (as in journal/follow.ts). */
const OVERLAP_MS = 10_000;
/** How often to look, at most, whether a silent session counts as over. */
const IDLE_LOOK_MS = 5_000;

/**
 * Follows a session from a cursor (of its timeline, or of an earlier step; "" for everything): each step holds the
 * records that are new or changed. Every step derives the session from its whole journal and compares with what the
 * reader has, so a session that was watched ends with the same answer as one that is opened afterwards. After a
 * reconnect records may come twice; they replace each other. Ends when the session is over, or by `signal`.
 * Errors: `not-found`, `invalid` cursor.
 */
export async function* followTimeline(
  scope: ProjectScope,
  sessionId: string,
  cursor: string,
  signal: AbortSignal,
): AsyncGenerator<TimelineStep> {
  const place = unpackJournalCursor(cursor);
  const journal = await loadJournal(scope, sessionId);
  const watched: Watched = { scope, sent: sentBefore(journal, place), session: "" };
  const followed = new FollowedJournal(scope, journal, signal);
  try {
    while (!signal.aborted) {
      const startMs = performance.now();
      const { step, timeline } = await takeStep(watched, followed.journal);
      if (step) yield step;
      followed.knowRoom(timeline.session.roomId);
      const costMs = performance.now() - startMs;
      const isOver = timeline.session.status !== "live";
      const hasNews = await followed.news(isOver ? QUIET_MS : untilIdleMs(followed.journal));
      if (isOver && !hasNews && !signal.aborted) {
        yield { cursor: timeline.cursor, delta: null, session: null, hasEnded: true };
        return;
      }
      await followed.gather(Math.max(STEP_MS_MIN, costMs * STEP_COST_FACTOR));
    }
  } finally {
    followed.stop();
  }
}

/** Without any news the session changes only when its silence has lasted long enough. */
function untilIdleMs({ entries }: SessionJournal): number {
  const newest = newestOf(entries);
  return Math.max(IDLE_LOOK_MS, (newest?.receivedAt.getTime() ?? 0) + IDLE_MS - Date.now());
}

interface Watched {
  scope: ProjectScope;
  sent: SentRecords;
  /** JSON of the header that was sent last. */
  session: string;
}

async function takeStep(
  watched: Watched,
  journal: SessionJournal,
): Promise<{ step: TimelineStep | null; timeline: Timeline }> {
  const records = deriveRecords(journal);
  if (!records) throw new Error(`session ${journal.sessionId} was there and is no more`);
  const stored = records.recording ? await findRecording(watched.scope, journal.sessionId) : null;
  const timeline = toTimeline(records, stored, journal.entries, config().attributeCharsMax);
  const delta = changesOf(watched.sent, timeline);
  const header = JSON.stringify(timeline.session);
  const isHeaderNew = header !== watched.session;
  watched.session = header;
  if (isEmptyDelta(delta) && !isHeaderNew) return { step: null, timeline };
  const step = {
    cursor: timeline.cursor,
    delta: isEmptyDelta(delta) ? null : delta,
    session: isHeaderNew ? timeline.session : null,
    hasEnded: false,
  };
  return { step, timeline };
}

/**
 * What a reader with this cursor surely has: records that were the same at the cursor and, because entries may have
 * become visible late, already some seconds before it.
 */
function sentBefore(journal: SessionJournal, place: JournalPlace | null): SentRecords {
  if (!place) return new SentRecords();
  const sureUpTo = { receivedAt: new Date(place.receivedAt.getTime() - OVERLAP_MS), seq: 0n };
  return SentRecords.certain(timelineUpTo(journal, sureUpTo), timelineUpTo(journal, place));
}

function timelineUpTo(journal: SessionJournal, place: JournalPlace): Timeline | null {
  const seen = { ...journal, entries: journal.entries.filter((entry) => isSeen(entry, place)) };
  const records = seen.entries.length > 0 ? deriveRecords(seen) : null;
  return records && toTimeline(records, null, seen.entries, config().attributeCharsMax);
}
