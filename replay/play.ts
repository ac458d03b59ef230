import { setTimeout as wait } from "node:timers/promises";
import { type Capture, jobIdsOf } from "./captures";
import { makeFreshness } from "./freshness";
import { type PreparedRequest, rewriteCapture } from "./rewrite";
import type { Sender } from "./send";

export interface Performance {
  /** Decides all ids: the same seed is the same session again. */
  seed: string;
  /** How many times faster than it was; Infinity sends all at once, in order. */
  speed: number;
  /** The session ended this long ago (for stories of the past); 0 lets its last record be of the moment it is sent. */
  agoMs?: number;
  /** Told after each request. */
  onSent?: (request: PreparedRequest, status: number) => void;
  signal?: AbortSignal;
}

/**
 * Plays a capture as a new session against a server: new ids, times of now, signed with the sender's pair.
 * Answers with the new job ids once the last request is answered. Errors: an answer that is not 2xx, with the server's words.
 */
export async function playCapture(capture: Capture, sender: Sender, how: Performance): Promise<string[]> {
  const lengthSeconds = (capture.endSeconds - capture.startSeconds) / how.speed;
  const startMs = Date.now();
  const endSeconds = startMs / 1000 + lengthSeconds - (how.agoMs ?? 0) / 1000;
  const shiftSeconds = Math.round(endSeconds - capture.endSeconds);
  const fresh = makeFreshness(how.seed, shiftSeconds, [capture.startSeconds, capture.endSeconds]);
  for (const request of rewriteCapture(capture, fresh)) {
    const leftMs = startMs + request.offsetMs / how.speed - Date.now();
    if (leftMs > 0) await wait(leftMs, undefined, { signal: how.signal });
    const answer = await sender.send(request);
    how.onSent?.(request, answer.status);
    if (answer.status >= 300) throw new Error(`${request.path} was answered ${answer.status}: ${answer.text}`);
  }
  return jobIdsOf(capture).map((id) => fresh.id(id));
}
