import { AppError } from "@/lib/errors";
import type { JournalEntry } from "@/lib/model/journal";
import type { SessionRecords } from "@/lib/model/records";
import type { ProjectScope } from "@/lib/model/scope";
import type { Timeline } from "@/lib/model/timeline";
import { loadAudio, type RecordedAudio } from "./audio";
import { findRecording } from "./recording";
import { loadRecords } from "./session-records";
import { toTimeline } from "./timeline";

/** Everything that is kept of one session, for those who take it away. */
export interface WholeSession {
  records: SessionRecords;
  timeline: Timeline;
  entries: JournalEntry[];
  audio: RecordedAudio | null;
}

/** Everything of one session; its audio is only opened. Errors: `not-found`. */
export async function loadWholeSession(scope: ProjectScope, sessionId: string): Promise<WholeSession> {
  const { records, journal } = await loadRecords(scope, sessionId);
  const timeline = toTimeline(records, await findRecording(scope, sessionId), journal.entries);
  const audio = records.recording && (await loadAudio(scope, sessionId).catch(asMissing));
  return { records, timeline, entries: journal.entries, audio };
}

/** A file that is gone from the blob store does not hold back everything else. */
function asMissing(error: unknown): null {
  if (error instanceof AppError && error.code === "not-found") return null;
  throw error;
}
