import { config } from "@/lib/config";
import type { Timeline, TimelineDelta, TimelineSession } from "@/lib/model/timeline";
import { isLiveKit } from "@/lib/normalise/status";
import { isSeen, type JournalPlace, packJournalCursor, unpackJournalCursor } from "./journal-cursor";
import type { StoredRecording } from "./recording";
import { deriveRecords, type SessionJournal } from "./session-records";
import { toTimeline } from "./timeline";
import { changesOf, isEmptyDelta, SentRecords } from "./timeline-changes";

/** What has changed in a watched session since its reader was told last. JSON values only. */
export interface WatchStep {
  cursor: string;
  /** Null when no record has changed. */
  delta: TimelineDelta | null;
  /** Null while the header is as it was. */
  session: TimelineSession | null;
  status: TimelineSession["status"];
  roomId: string | null;
}

/** An entry may become visible after younger ones: a reader's cursor is trusted only so far (as in journal/follow.ts). */
const OVERLAP_MS = 10_000;

interface Watch {
  sent: SentRecords;
  /** JSON of the header that was sent last. */
  header: string;
}

/** What each reader of this thread has, by the name of his watch. */
const watches = new Map<string, Watch>();

/**
 * What is new for the reader of a watch; the same watch is asked again and again while the journal grows. `cursor`: what
 * he was told last ("" for nothing), from which a thread that does not know the watch yet begins; he may then be told
 * some records twice. Null when the journal makes no session. Errors: `invalid` cursor.
 */
export function takeStep(
  journal: SessionJournal,
  asked: { watch: string; cursor: string; recording: StoredRecording | null },
): WatchStep | null {
  const records = deriveRecords(journal);
  if (!records) return null;
  const timeline = toTimeline(records, asked.recording, packJournalCursor(journal.entries), config().attributeCharsMax);
  const known = watches.get(asked.watch);
  const watch = known ?? { sent: sentBefore(journal, unpackJournalCursor(asked.cursor)), header: "" };
  if (!known) watches.set(asked.watch, watch);
  const delta = changesOf(watch.sent, timeline);
  const header = JSON.stringify(timeline.session);
  const isHeaderNew = header !== watch.header;
  watch.header = header;
  const { status, roomId } = timeline.session;
  const told = { delta: isEmptyDelta(delta) ? null : delta, session: isHeaderNew ? timeline.session : null };
  return { cursor: timeline.cursor, ...told, status, roomId };
}

/** The reader has gone: nothing is kept for him any more. */
export function forgetWatch(watch: string): void {
  watches.delete(watch);
}

/**
 * What a reader with this cursor surely has: records that were the same at the cursor and, because entries may have
 * become visible late, already some seconds before it. Of other senders nothing is sure: older entries may have joined the session
 * since (`background/folds.ts`).
 */
function sentBefore(journal: SessionJournal, place: JournalPlace | null): SentRecords {
  if (!place || !isLiveKit(journal.sessionId)) return new SentRecords();
  const sureUpTo = { receivedAt: new Date(place.receivedAt.getTime() - OVERLAP_MS), seq: 0n };
  return SentRecords.certain(timelineUpTo(journal, sureUpTo), timelineUpTo(journal, place));
}

function timelineUpTo(journal: SessionJournal, place: JournalPlace): Timeline | null {
  const seen = { ...journal, entries: journal.entries.filter((entry) => isSeen(entry, place)) };
  const records = seen.entries.length > 0 ? deriveRecords(seen) : null;
  return records && toTimeline(records, null, packJournalCursor(seen.entries), config().attributeCharsMax);
}
