import { config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import type { Timeline, TimelineRecord } from "@/lib/model/timeline";
import { findRecord } from "./record";
import type { StoredRecording } from "./recording";
import { deriveRecords, type SessionJournal } from "./session-records";
import { sessionNotFound } from "./session-rows";
import { toTimeline } from "./timeline";
import { takeStep, type WatchStep } from "./timeline-watch";

/** What can be asked of a session's journal once it is read; plain data, so that it can be asked in another thread. */
export type SessionQuestion =
  | { kind: "timeline"; recording: StoredRecording | null }
  | { kind: "record"; recordId: string }
  | { kind: "step"; watch: string; cursor: string; recording: StoredRecording | null };

/** Decodes a journal and answers from it. Pure but for the clock and a step's watch. Errors: `not-found`. */
export function answerQuestion(
  journal: SessionJournal,
  question: SessionQuestion,
): Timeline | TimelineRecord | WatchStep {
  if (question.kind === "step") return stepOf(journal, question);
  const records = deriveRecords(journal);
  if (!records) throw sessionNotFound(journal.sessionId);
  if (question.kind === "timeline") {
    return toTimeline(records, question.recording, journal.entries, config().attributeCharsMax);
  }
  const record = findRecord(records, question.recordId);
  if (record) return record;
  const words = `Session ${journal.sessionId} has no span, log or item with the id ${question.recordId}.`;
  throw new AppError("not-found", words);
}

function stepOf(journal: SessionJournal, question: Extract<SessionQuestion, { kind: "step" }>): WatchStep {
  const step = takeStep(journal, question);
  if (!step) throw new Error(`session ${journal.sessionId} was there and is no more`);
  return step;
}
