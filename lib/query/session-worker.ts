import { parentPort } from "node:worker_threads";
import { AppError, type ErrorCode } from "@/lib/errors";
import { answerKept, answerQuestion, type RecordQuestion, type SessionQuestion } from "./session-questions";
import type { SessionJournal } from "./session-records";
import { forgetWatch } from "./timeline-watch";

// A program of its own (dist/session-worker.js), which `large-sessions.ts` runs as a thread.

/** A question about a session's journal, or about the records that were kept of it in this state. */
export type SessionAsked =
  | { journal: SessionJournal; question: SessionQuestion }
  | { state: string; question: RecordQuestion };

export type ToSessionWorker = ({ id: number } & SessionAsked) | { forget: string };

/** `json` is the answer, written, null when the records were not kept; `refusal` an AppError's parts; `failure` anything else's stack. */
export interface FromSessionWorker {
  id: number;
  json?: Uint8Array | null;
  refusal?: { code: ErrorCode; message: string };
  failure?: string;
}

parentPort?.on("message", (message: ToSessionWorker) => {
  if ("forget" in message) return forgetWatch(message.forget);
  const answer = answerIn(message.id, () =>
    "state" in message
      ? answerKept(message.state, message.question)
      : answerQuestion(message.journal, message.question),
  );
  const moved = answer.json ? [answer.json.buffer as ArrayBuffer] : [];
  parentPort?.postMessage(answer, moved);
});

function answerIn(id: number, ask: () => unknown): FromSessionWorker {
  try {
    // A memory of its own: Buffer.from would cut small ones out of a pool, which cannot be moved.
    const told = ask();
    return { id, json: told === null ? null : new TextEncoder().encode(JSON.stringify(told)) };
  } catch (error) {
    if (error instanceof AppError) return { id, refusal: { code: error.code, message: error.message } };
    return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
