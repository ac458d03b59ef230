import { config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import type { SessionRecords } from "@/lib/model/records";
import type { Timeline, TimelineRecord, TimelineSession, Transcript } from "@/lib/model/timeline";
import { packJournalCursor } from "./journal-cursor";
import { keepRecords, keptRecords } from "./kept-records";
import { findRecord } from "./record";
import { type RecordingAnswer, type StoredRecording, toUnreadRecording } from "./recording";
import { deriveRecords, type RoomAnswer, type SessionJournal } from "./session-records";
import { sessionNotFound } from "./session-rows";
import { stateOf } from "./session-state";
import { toTimeline } from "./timeline";
import { takeStep, type WatchStep } from "./timeline-watch";

/** What can be asked of a session's journal once it is read; plain data, so that it can be asked in another thread. */
export type SessionQuestion =
  | TimelineQuestion
  | { kind: "transcript"; recording: StoredRecording | null }
  | { kind: "header"; recording: StoredRecording | null }
  | { kind: "recording" }
  | { kind: "room" }
  | RecordQuestion
  | { kind: "step"; watch: string; cursor: string; recording: StoredRecording | null };

/** The whole timeline. `isOpening`: a page is made of it, whose browser asks for the same in a moment. */
export interface TimelineQuestion {
  kind: "timeline";
  recording: StoredRecording | null;
  isOpening?: boolean;
}

/** One record: who asks for it soon asks for another of the same session. */
export interface RecordQuestion {
  kind: "record";
  recordId: string;
}

/**
 * Answers from the records that this thread has kept of a session in this state; null when it has none, or when time alone changes
 * the answer (a live session ends by being quiet). Errors: `not-found`.
 */
export function answerKept(
  state: string,
  question: RecordQuestion | TimelineQuestion,
): TimelineRecord | Timeline | null {
  const kept = keptRecords(state);
  if (!kept) return null;
  if (question.kind === "record") return recordOf(kept.records, question.recordId);
  return kept.records.facts.status === "live" ? null : timelineOf(kept.records, question, kept.cursor);
}

/** Decodes a journal and answers from it. Pure but for the clock and a step's watch. Errors: `not-found`. */
export function answerQuestion(journal: SessionJournal, question: SessionQuestion): SessionAnswer {
  if (question.kind === "step") return stepOf(journal, question);
  const records = deriveRecords(journal);
  if (!records) throw sessionNotFound(journal.sessionId);
  const cursor = packJournalCursor(journal.entries);
  if (question.kind === "record" || (question.kind === "timeline" && question.isOpening)) {
    keepRecords(stateOf(journal), { records, cursor, sizeBytes: bytesOf(journal) });
  }
  switch (question.kind) {
    case "timeline":
      return timelineOf(records, question, cursor);
    case "transcript":
      return toTranscript(toTimeline(records, question.recording, cursor));
    case "header":
      return toTimeline(records, question.recording, cursor).session;
    case "recording":
      return { recording: toUnreadRecording(records) };
    case "room":
      return { roomId: records.facts.roomId };
    case "record":
      return recordOf(records, question.recordId);
    default:
      return question satisfies never;
  }
}

/** What each question is answered with; a RoomAnswer or RecordingAnswer is for us, the others for people. */
type SessionAnswer =
  | Timeline
  | Transcript
  | TimelineSession
  | TimelineRecord
  | WatchStep
  | RecordingAnswer
  | RoomAnswer;

function timelineOf(records: SessionRecords, { recording }: TimelineQuestion, cursor: string): Timeline {
  return { ...toTimeline(records, recording, cursor, config().attributeCharsMax), ...ofConfig() };
}

function toTranscript({ session, recording, items, participants }: Timeline): Transcript {
  return { session, recording, items, participants };
}

/** What this installation's settings say of every timeline. */
function ofConfig(): Pick<Timeline, "waitBounds"> {
  const { waitGoodMsMax, waitSlowMsMax } = config();
  return { waitBounds: { goodMsMax: waitGoodMsMax, slowMsMax: waitSlowMsMax } };
}

function bytesOf({ entries }: SessionJournal): number {
  return entries.reduce((sum, { body }) => sum + body.length, 0);
}

function recordOf(records: SessionRecords, recordId: string): TimelineRecord {
  const record = findRecord(records, recordId);
  if (record) return record;
  const words = `Session ${records.facts.sessionId} has no span, log or item with the id ${recordId}.`;
  throw new AppError("not-found", words);
}

function stepOf(journal: SessionJournal, question: Extract<SessionQuestion, { kind: "step" }>): WatchStep {
  const step = takeStep(journal, question);
  if (!step) throw new Error(`session ${journal.sessionId} was there and is no more`);
  return step;
}
