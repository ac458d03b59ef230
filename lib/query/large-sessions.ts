import type { ProjectScope } from "@/lib/model/scope";
import type { Timeline, TimelineSession, Transcript } from "@/lib/model/timeline";
import { hasKept } from "./kept-records";
import { findRecording } from "./recording";
import { answerKept, answerQuestion, type SessionQuestion } from "./session-questions";
import { loadJournal, type SessionJournal } from "./session-records";
import { loadState, stateBeginning } from "./session-state";
import { askThread, askThreadFor, askThreadKept, isLarge, tellThread } from "./session-thread";
import { forgetWatch, type WatchStep } from "./timeline-watch";

/**
 * A whole session on one time axis, made anew from its journal unless that was just decoded for its page. Answer and errors as
 * `answerOf`.
 */
export async function loadTimelineAnswer(scope: ProjectScope, sessionId: string): Promise<object | Uint8Array> {
  if (hasKept(stateBeginning(scope, sessionId))) {
    const [state, recording] = await Promise.all([loadState(scope, sessionId), findRecording(scope, sessionId)]);
    const kept = state === null ? null : answerKept(state, { kind: "timeline", recording });
    if (kept) return kept;
  }
  const [journal, recording] = await Promise.all([loadJournal(scope, sessionId), findRecording(scope, sessionId)]);
  return answerOf(journal, { kind: "timeline", recording });
}

/** The same for a page, which cannot wait for the other thread: null when the session is large. Errors: `not-found`. */
export async function loadTimelineAtOnce(scope: ProjectScope, sessionId: string): Promise<Timeline | null> {
  const [journal, recording] = await Promise.all([loadJournal(scope, sessionId), findRecording(scope, sessionId)]);
  const question = { kind: "timeline", recording, isOpening: true } as const;
  return isLarge(journal) ? null : (answerQuestion(journal, question) as Timeline);
}

/** What was said and done in a session, no text cut. Errors: as `answerOf`. */
export async function loadTranscript(scope: ProjectScope, sessionId: string): Promise<Transcript> {
  const [journal, recording] = await Promise.all([loadJournal(scope, sessionId), findRecording(scope, sessionId)]);
  const question = { kind: "transcript", recording } as const;
  return (await askThreadFor<Transcript>(journal, question)) ?? (answerQuestion(journal, question) as Transcript);
}

/**
 * One span, log or item of a session with everything that was sent of it. Whoever asks for one after the other does not wait until
 * all of the session is decoded each time. Answer and errors as `answerOf`.
 */
export async function loadRecordAnswer(
  scope: ProjectScope,
  sessionId: string,
  recordId: string,
): Promise<object | Uint8Array> {
  const question = { kind: "record", recordId } as const;
  const state = await loadState(scope, sessionId);
  const kept = state === null ? null : (answerKept(state, question) ?? (await askThreadKept(state, question)));
  return kept ?? answerOf(await loadJournal(scope, sessionId), question);
}

/** The header of a session that has no row yet, made from its journal. Errors: as `answerOf`. */
export async function loadHeaderAnswer(scope: ProjectScope, sessionId: string): Promise<TimelineSession> {
  const journal = await loadJournal(scope, sessionId);
  const question = { kind: "header", recording: await findRecording(scope, journal.sessionId) } as const;
  return (
    (await askThreadFor<TimelineSession>(journal, question)) ?? (answerQuestion(journal, question) as TimelineSession)
  );
}

/**
 * What is new in a session since the reader of this watch was told last; `cursor`: what that was. A session that grows large
 * goes on in the other thread. Errors: as `answerOf`.
 */
export async function watchTimeline(
  scope: ProjectScope,
  journal: SessionJournal,
  reader: { watch: string; cursor: string },
): Promise<WatchStep> {
  const hasUpload = journal.entries.some((entry) => entry.signal === "recording");
  const recording = hasUpload ? await findRecording(scope, journal.sessionId) : null;
  const question = { kind: "step", ...reader, recording } as const;
  return (await askThreadFor<WatchStep>(journal, question)) ?? (answerQuestion(journal, question) as WatchStep);
}

/** Nothing is kept for this watch any more, in neither thread. */
export function forgetEverywhere(watch: string): void {
  forgetWatch(watch);
  tellThread({ forget: watch });
}

/**
 * Answers from a session's journal: as an object, or, decoded and written by another thread, as JSON's bytes when the session is
 * large. Errors: `not-found`; `unavailable` when the thread ends, for instance for want of memory.
 */
async function answerOf(journal: SessionJournal, question: SessionQuestion): Promise<object | Uint8Array> {
  return (await askThread(journal, question)) ?? answerQuestion(journal, question);
}
