import { AppError } from "@/lib/errors";
import type { SessionRecords } from "@/lib/model/records";
import type { ProjectScope } from "@/lib/model/scope";
import type { Timeline } from "@/lib/model/timeline";
import { loadAudio, type RecordedAudio } from "./audio";
import { packJournalCursor } from "./journal-cursor";
import { findRecording, type StoredRecording } from "./recording";
import { loadJournal, recordsOf, type SessionJournal } from "./session-records";
import { toTimeline } from "./timeline";

/** Everything that is kept of one session, for those who take it away: not decoded yet (`toWholeRecords`). */
export interface WholeSession {
  journal: SessionJournal;
  recording: StoredRecording | null;
  audio: RecordedAudio | null;
}

/** Everything of one session; its audio is only opened. Errors: `not-found`. */
export async function loadWholeSession(scope: ProjectScope, sessionId: string): Promise<WholeSession> {
  const journal = await loadJournal(scope, sessionId);
  const hasUpload = journal.entries.some(({ signal }) => signal === "recording");
  const audio = hasUpload ? await loadAudio(scope, journal.sessionId).catch(asMissing) : null;
  return { journal, recording: await findRecording(scope, journal.sessionId), audio };
}

/** A journal decoded, and as a timeline without cut texts. Errors: `not-found` when it makes no session. */
export function toWholeRecords(
  journal: SessionJournal,
  recording: StoredRecording | null,
): { records: SessionRecords; timeline: Timeline } {
  const records = recordsOf(journal);
  return { records, timeline: toTimeline(records, recording, packJournalCursor(journal.entries)) };
}

/** A file that is gone from the blob store does not hold back everything else. */
function asMissing(error: unknown): null {
  if (error instanceof AppError && error.code === "not-found") return null;
  throw error;
}
