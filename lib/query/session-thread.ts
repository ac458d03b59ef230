import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { AppError } from "@/lib/errors";
import type { RecordQuestion, SessionQuestion } from "./session-questions";
import type { SessionJournal } from "./session-records";
import { stateOf } from "./session-state";
import type { FromSessionWorker, SessionAsked, ToSessionWorker } from "./session-worker";

/** From so many records on a session is decoded beside the thread that accepts: it would stand still for 60 ms and more. */
const LARGE_RECORDS_MIN = 2_000;
/** And from so many bytes on, as they are stored: ten times as many are read. */
const LARGE_BYTES_MIN = 1024 * 1024;
/** The thread's memory is given back when nobody has asked for a large session for so long. */
const IDLE_MS = 60_000;

interface Asked {
  resolve: (json: Uint8Array | null) => void;
  reject: (error: unknown) => void;
}

/** Of so many sessions it is known that the thread may have kept their records. */
const STATES_MAX = 16;

let worker: Worker | null = null;
let idle: NodeJS.Timeout | undefined;
let lastId = 0;
const asked = new Map<number, Asked>();
/** States of sessions whose records the running thread was asked for. */
const states = new Set<string>();

/**
 * The answer of the other thread, as JSON's bytes; null when the session is small, or there is no such thread, and the caller
 * decodes it himself. Errors: `not-found`; `unavailable` when the thread ends, for instance for want of memory.
 */
export async function askThread(journal: SessionJournal, question: SessionQuestion): Promise<Uint8Array | null> {
  const program = isLarge(journal) ? findProgram("session-worker.js") : null;
  if (program === null) return null;
  worker ??= startWorker(program);
  if (question.kind === "record") remember(stateOf(journal));
  return askWorker(worker, { journal, question });
}

/** The same of a session whose records the thread has kept; null when it has not. Errors: as `askThread`. */
export async function askThreadKept(state: string, question: RecordQuestion): Promise<Uint8Array | null> {
  return worker && states.has(state) ? askWorker(worker, { state, question }) : null;
}

/** The same, parsed: the other thread's own words. */
export async function askThreadFor<Answer>(journal: SessionJournal, question: SessionQuestion): Promise<Answer | null> {
  const json = await askThread(journal, question);
  if (json === null) return null;
  return JSON.parse(Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString("utf8")) as Answer;
}

/** Tells the other thread something, if it runs. */
export function tellThread(message: ToSessionWorker): void {
  worker?.postMessage(message);
}

/** Whether decoding the session would hold up what else this thread does. */
export function isLarge({ entries }: Pick<SessionJournal, "entries">): boolean {
  let records = 0;
  let bytes = 0;
  for (const entry of entries) {
    records += entry.recordCount;
    bytes += entry.body.length;
  }
  return records >= LARGE_RECORDS_MIN || bytes >= LARGE_BYTES_MIN;
}

/** A thread's program beside the server's own; there is none where the sources run themselves (tests). */
export function findProgram(name: string): string | null {
  const file = join(dirname(process.argv[1] ?? ""), name);
  return existsSync(file) ? file : null;
}

function remember(state: string): void {
  states.add(state);
  const [oldest] = states;
  if (states.size > STATES_MAX && oldest !== undefined) states.delete(oldest);
}

function askWorker(running: Worker, about: SessionAsked): Promise<Uint8Array | null> {
  return new Promise((resolve, reject) => {
    lastId += 1;
    asked.set(lastId, { resolve, reject });
    clearTimeout(idle);
    running.postMessage({ id: lastId, ...about } satisfies ToSessionWorker);
  });
}

function startWorker(program: string): Worker {
  const started = new Worker(program);
  started.unref();
  started.on("message", ({ id, json, refusal, failure }: FromSessionWorker) => {
    const one = asked.get(id);
    asked.delete(id);
    if (json !== undefined) one?.resolve(json);
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
  states.clear();
  for (const one of asked.values()) one.reject(error);
  asked.clear();
}
