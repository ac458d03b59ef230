import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { AppError } from "@/lib/errors";
import type { ProjectScope } from "@/lib/model/scope";
import { findRecording } from "./recording";
import { answerQuestion, type SessionQuestion } from "./session-questions";
import { loadJournal, type SessionJournal } from "./session-records";
import type { FromSessionWorker, ToSessionWorker } from "./session-worker";

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
