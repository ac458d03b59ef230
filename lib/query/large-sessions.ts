import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { AppError } from "@/lib/errors";
import type { ProjectScope } from "@/lib/model/scope";
import { findRecording } from "./recording";
import { answerQuestion, type SessionQuestion } from "./session-questions";
import { loadJournal, type SessionJournal } from "./session-records";
import type { FromSessionWorker, ToSessionWorker } from "./session-worker";
import { forgetWatch, type WatchStep } from "./timeline-watch";

/** From so many records on a session is decoded beside the thread that accepts: it would stand still for 60 ms and more. */
const LARGE_RECORDS_MIN = 2_000;
/** The thread's memory is given back when nobody has asked for a large session for so long. */
const IDLE_MS = 60_000;

interface Asked {
  resolve: (json: Uint8Array) => void;
  reject: (error: unknown) => void;
}

let worker: Worker | null = null;
let idle: NodeJS.Timeout | undefined;
let lastId = 0;
const asked = new Map<number, Asked>();

/** A whole session on one time axis, made anew from its journal. Answer and errors as `answerOf`. */
export async function loadTimelineAnswer(scope: ProjectScope, sessionId: string): Promise<object | Uint8Array> {
  const [journal, recording] = await Promise.all([loadJournal(scope, sessionId), findRecording(scope, sessionId)]);
  return answerOf(journal, { kind: "timeline", recording });
}

/** One span, log or item of a session with everything that was sent of it. Answer and errors as `answerOf`. */
export async function loadRecordAnswer(
  scope: ProjectScope,
  sessionId: string,
  recordId: string,
): Promise<object | Uint8Array> {
  return answerOf(await loadJournal(scope, sessionId), { kind: "record", recordId });
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
  const answer = await answerOf(journal, { kind: "step", ...reader, recording });
  return answer instanceof Uint8Array ? parseStep(answer) : (answer as WatchStep);
}

/** Nothing is kept for this watch any more, in neither thread. */
export function forgetEverywhere(watch: string): void {
  forgetWatch(watch);
  worker?.postMessage({ forget: watch } satisfies ToSessionWorker);
}

/** The other thread's own words: it wrote a WatchStep. */
function parseStep(json: Uint8Array): WatchStep {
  return JSON.parse(Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString("utf8")) as WatchStep;
}

/**
 * Answers from a session's journal: as an object, or, decoded and written by another thread, as JSON's bytes when the session is
 * large. Errors: `not-found`; `unavailable` when the thread ends, for instance for want of memory.
 */
async function answerOf(journal: SessionJournal, question: SessionQuestion): Promise<object | Uint8Array> {
  const records = journal.entries.reduce((sum, entry) => sum + entry.recordCount, 0);
  const program = records < LARGE_RECORDS_MIN ? null : findProgram();
  return program === null ? answerQuestion(journal, question) : askWorker(program, journal, question);
}

/** Beside the server's own program; there is none where the sources run themselves (tests). */
function findProgram(): string | null {
  const file = join(dirname(process.argv[1] ?? ""), "session-worker.js");
  return existsSync(file) ? file : null;
}

function askWorker(program: string, journal: SessionJournal, question: SessionQuestion): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    lastId += 1;
    asked.set(lastId, { resolve, reject });
    worker ??= startWorker(program);
    clearTimeout(idle);
    worker.postMessage({ id: lastId, journal, question } satisfies ToSessionWorker);
  });
}

function startWorker(program: string): Worker {
  const started = new Worker(program);
  started.unref();
  started.on("message", ({ id, json, refusal, failure }: FromSessionWorker) => {
    const one = asked.get(id);
    asked.delete(id);
    if (json) one?.resolve(json);
    else one?.reject(refusal ? new AppError(refusal.code, refusal.message) : new Error(failure));
    if (asked.size === 0) idle = setTimeout(() => started.terminate(), IDLE_MS).unref();
  });
  started.on("error", (cause) => {
    const words = "This session could not be decoded; it may be too large for the memory of this server.";
    fail(started, new AppError("unavailable", words, { cause }));
  });
  started.on("exit", () => fail(started, new AppError("unavailable", "The decoding thread has ended; ask again.")));
  return started;
}

/** Who still waits for this thread gets no answer from it. */
function fail(ended: Worker, error: AppError): void {
  if (worker !== ended) return;
  worker = null;
  for (const one of asked.values()) one.reject(error);
  asked.clear();
}
