import type { SentAttributes, SentValue } from "./records";

/** The session a record belongs to, and the LiveKit room if it names one. */
export interface SessionKey {
  sessionId: string;
  roomId: string | null;
}

type ClueName = "jobId" | "roomId" | "sessionId" | "conversationId";

/** What one level (record, scope or resource) says about the session; "" when it says nothing. */
export interface SessionClues extends Record<ClueName, string> {
  /** The scope of a library whose session is its trace, see `isTraceScope`. */
  isTraceScope: boolean;
}

/**
 * The attributes that name a session, as senders spell them.
 * Source: LiveKit Agents 1.3–1.8 (`room_id`, `job_id` on every record), OpenTelemetry semantic conventions (`session.id`,
 * `gen_ai.conversation.id`).
 */
export const CLUE_NAMES: ReadonlyMap<string, ClueName> = new Map([
  ["job_id", "jobId"],
  ["room_id", "roomId"],
  ["session.id", "sessionId"],
  ["gen_ai.conversation.id", "conversationId"],
]);

/**
 * Ids are keys of the store and stand in paths of URLs: longer ones, ones with U+0000 (which Postgres refuses in text), "." and ".."
 * (which every client takes out of a path) name nothing.
 */
const ID_LENGTH_MAX = 200;

export function noClues(): SessionClues {
  return { jobId: "", roomId: "", sessionId: "", conversationId: "", isTraceScope: false };
}

/**
 * Pipecat names its conversation, and what else its user asked for, on the spans `conversation` and `turn` alone: its other spans,
 * which may come in other requests, name nothing. One conversation is one trace, which all of them name.
 * Source: pipecat-ai 1.14.0, `utils/tracing/turn_trace_observer.py`, `service_decorators.py`.
 */
export function isTraceScope(scopeName: string): boolean {
  return scopeName === "pipecat" || scopeName.startsWith("pipecat.");
}

/**
 * Finds the session of one record: by its own attributes first, then its scope's, then its resource's; the trace id only
 * if none of them names a session. A process that runs several jobs sends the first job's ids in the resource of all, so
 * an outer level never overrides or completes an inner one that contradicts it.
 * Errors: none; null when nothing names a session.
 * Source: LiveKit Agents Python 1.8.9 with the THREAD executor (capture `python-thread-two-jobs`).
 */
export function sessionKeyOf(
  recordAttributes: SentAttributes,
  scopeAttributes: SentAttributes,
  resourceAttributes: SentAttributes,
  traceId: string,
): SessionKey | null {
  const levels = [recordAttributes, scopeAttributes, resourceAttributes].map(cluesOf);
  return keyOfClues(levels) ?? (traceId === "" ? null : { sessionId: traceId, roomId: null });
}

/** The same for clues that were picked out already, innermost level first, without the fall-back to the trace id. */
export function keyOfClues(levels: readonly SessionClues[]): SessionKey | null {
  let jobId = "";
  let roomId = "";
  for (const level of levels) {
    const agrees =
      (roomId === "" || level.roomId === "" || level.roomId === roomId) &&
      (jobId === "" || level.jobId === "" || level.jobId === jobId);
    if (!agrees) break;
    if (jobId === "") jobId = level.jobId;
    if (roomId === "") roomId = level.roomId;
  }
  if (jobId !== "" || roomId !== "") return { sessionId: jobId || roomId, roomId: roomId || null };
  const isTrace = levels.some((level) => level.isTraceScope);
  for (const level of levels) {
    // What the resource says holds for every span, whatever its library.
    if (isTrace && level !== levels.at(-1)) continue;
    const sessionId = level.sessionId || level.conversationId;
    // LiveKit's conversation id is the room's SID.
    if (sessionId !== "") return { sessionId, roomId: sessionId.startsWith("RM_") ? sessionId : null };
  }
  return null;
}

function cluesOf(attributes: SentAttributes): SessionClues {
  const clues = noClues();
  for (const [name, clue] of CLUE_NAMES) clues[clue] = clueText(attributes[name]);
  return clues;
}

/** An attribute's value as an id: text or a number, if it can be a key; else "". */
export function clueText(value: SentValue | undefined): string {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && canBeKey(text) ? text : "";
}

function canBeKey(text: string): boolean {
  return text.length <= ID_LENGTH_MAX && !text.includes("\0") && text !== "." && text !== "..";
}
