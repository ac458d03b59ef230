import { parentPort } from "node:worker_threads";
import { AppError, type ErrorCode } from "@/lib/errors";
import { answerQuestion, type SessionQuestion } from "./session-questions";
import type { SessionJournal } from "./session-records";

// A program of its own (dist/session-worker.js), which `large-sessions.ts` runs as a thread.

export interface ToSessionWorker {
  id: number;
  journal: SessionJournal;
  question: SessionQuestion;
}

/** `json` is the answer, written; `refusal` an AppError's parts; `failure` anything else's stack. */
export interface FromSessionWorker {
  id: number;
  json?: Uint8Array;
  refusal?: { code: ErrorCode; message: string };
  failure?: string;
}

parentPort?.on("message", ({ id, journal, question }: ToSessionWorker) => {
  const answer = answerIn(id, () => answerQuestion(journal, question));
  const moved = answer.json ? [answer.json.buffer as ArrayBuffer] : [];
  parentPort?.postMessage(answer, moved);
});

function answerIn(id: number, ask: () => unknown): FromSessionWorker {
  try {
    // A memory of its own: Buffer.from would cut small ones out of a pool, which cannot be moved.
    return { id, json: new TextEncoder().encode(JSON.stringify(ask())) };
  } catch (error) {
    if (error instanceof AppError) return { id, refusal: { code: error.code, message: error.message } };
    return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
