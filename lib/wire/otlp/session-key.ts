import type { SentAttributes, SentValue } from "./records";

/** The session a record belongs to, and the LiveKit room if it names one. */
export interface SessionKey {
  sessionId: string;
  roomId: string | null;
}

/** How good a session's name is: the lower the better. Stored; never renumber. */
export const NAME_RANK = { job: 0, session: 1, conversation: 2, trace: 3 } as const;
export type NameRank = (typeof NAME_RANK)[keyof typeof NAME_RANK];

/** A session's key, and how good the name was that it was found by. */
export interface RankedKey extends SessionKey {
  rank: NameRank;
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
  const key = keyOfClues(levels);
  if (key) return { sessionId: key.sessionId, roomId: key.roomId };
  return traceId === "" ? null : { sessionId: traceId, roomId: null };
}

/**
 * The same for clues that were picked out already, innermost level first, without the fall-back to the trace id. A `session.id` of
 * any level is better than a conversation's id of any level: a program that names itself in its resource says more than a library
 * that names what it was called with.
 */
export function keyOfClues(levels: readonly SessionClues[]): RankedKey | null {
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
  if (jobId !== "" || roomId !== "") {
    return { sessionId: jobId || roomId, roomId: roomId || null, rank: NAME_RANK.job };
  }
  const isTrace = levels.some((level) => level.isTraceScope);
  // What the resource says holds for every span, whatever its library.
  const naming = isTrace ? levels.slice(-1) : levels;
  const sessionId = firstOf(naming, "sessionId") || firstOf(naming, "conversationId");
  if (sessionId === "") return null;
  // LiveKit's conversation id is the room's SID.
  if (sessionId.startsWith("RM_")) return { sessionId, roomId: sessionId, rank: NAME_RANK.job };
  const isOwn = firstOf(naming, "sessionId") !== "";
  return { sessionId, roomId: null, rank: isOwn ? NAME_RANK.session : NAME_RANK.conversation };
}

/** How good the name is by which a record was put into a session. */
export function rankOf(record: {
  attributes: SentAttributes;
  scope: { name: string; attributes: SentAttributes };
  resource: { attributes: SentAttributes };
}): NameRank {
  const levels = [record.attributes, record.scope.attributes, record.resource.attributes].map(cluesOf);
  if (levels[1] && isTraceScope(record.scope.name)) levels[1].isTraceScope = true;
  return keyOfClues(levels)?.rank ?? NAME_RANK.trace;
}

function firstOf(levels: readonly SessionClues[], name: ClueName): string {
  return levels.find((level) => level[name] !== "")?.[name] ?? "";
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
