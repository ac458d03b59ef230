import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { AppError } from "@/lib/errors";
import type { SessionQuestion } from "./session-questions";
import type { SessionJournal } from "./session-records";
import type { FromSessionWorker, ToSessionWorker } from "./session-worker";

/** From so many records on a session is decoded beside the thread that accepts: it would stand still for 60 ms and more. */
const LARGE_RECORDS_MIN = 2_000;
/** And from so many bytes on, as they are stored: ten times as many are read. */
const LARGE_BYTES_MIN = 1024 * 1024;
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

/**
 * The answer of the other thread, as JSON's bytes; null when the session is small, or there is no such thread, and the caller
 * decodes it himself. Errors: `not-found`; `unavailable` when the thread ends, for instance for want of memory.
 */
export function askThread(journal: SessionJournal, question: SessionQuestion): Promise<Uint8Array> | null {
  const program = isLarge(journal) ? findProgram("session-worker.js") : null;
  return program === null ? null : askWorker(program, journal, question);
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
