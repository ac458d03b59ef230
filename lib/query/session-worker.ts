import { parentPort } from "node:worker_threads";
import { AppError, type ErrorCode } from "@/lib/errors";
import { answerQuestion, type SessionQuestion } from "./session-questions";
import type { SessionJournal } from "./session-records";
import { forgetWatch } from "./timeline-watch";

// A program of its own (dist/session-worker.js), which `large-sessions.ts` runs as a thread.

export type ToSessionWorker = { id: number; journal: SessionJournal; question: SessionQuestion } | { forget: string };

/** `json` is the answer, written; `refusal` an AppError's parts; `failure` anything else's stack. */
export interface FromSessionWorker {
  id: number;
  json?: Uint8Array;
  refusal?: { code: ErrorCode; message: string };
  failure?: string;
}

parentPort?.on("message", (message: ToSessionWorker) => {
  if ("forget" in message) return forgetWatch(message.forget);
  const { id, journal, question } = message;
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
