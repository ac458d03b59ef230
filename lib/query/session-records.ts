import { config } from "@/lib/config";
import { readSession } from "@/lib/journal/read";
import type { JournalEntry } from "@/lib/model/journal";
import type { ReadBounds, SessionRecords } from "@/lib/model/records";
import type { ProjectScope } from "@/lib/model/scope";
import { toSession } from "@/lib/normalise/sessions";
import { isSessionDeleted } from "./deleted-sessions";
import { listImports } from "./imports";
import { findSessionByAlias } from "./session-aliases";
import { findPlace, type SessionPlace, sessionKeys } from "./session-place";
import { IDLE_MS, sessionNotFound } from "./session-rows";
import { askThreadFor } from "./session-thread";

/** A session's journal, and what else its meaning needs. */
export interface SessionJournal extends Omit<SessionPlace, "from"> {
  projectId: string;
  sessionId: string;
  entries: JournalEntry[];
}

/** All that is known of one session, decoded and understood anew from its journal. Errors: `not-found`. */
export async function loadRecords(
  scope: ProjectScope,
  sessionId: string,
): Promise<{ records: SessionRecords; journal: SessionJournal }> {
  const journal = await loadJournal(scope, sessionId);
  return { records: recordsOf(journal), journal };
}

/** As `deriveRecords`. Errors: `not-found` when the entries make no session. */
export function recordsOf(journal: SessionJournal): SessionRecords {
  const records = deriveRecords(journal);
  if (!records) throw sessionNotFound(journal.sessionId);
  return records;
}

/** The meaning of a session's entries now; null while they make no session. */
export function deriveRecords({ sessionId, entries, siblings, importedAt }: SessionJournal): SessionRecords | null {
  // Nothing more comes of a session that was imported.
  const idleMs = importedAt ? 0 : IDLE_MS;
  const options = { nowMs: Date.now(), idleMs, siblings, bounds: readBounds() };
  const records = toSession(sessionId, entries, options);
  return records && importedAt ? { ...records, importedAt } : records;
}

/** How much of one session this installation reads at once. */
export function readBounds(): ReadBounds {
  const { sessionBytesMax, sessionRecordsMax } = config();
  return { bytes: sessionBytesMax, records: sessionRecordsMax };
}

/**
 * What senders sent of a session: its own entries and those of its room. An old name (the trace of a session that was named
 * later) leads to the session. Errors: `not-found` when it has none of its own, or is a room whose sessions have names of their own.
 */
export async function loadJournal(scope: ProjectScope, sessionId: string): Promise<SessionJournal> {
  const place = await findPlace(scope, sessionId);
  if (!place) return loadUndigested(scope, sessionId);
  const { keys, from, ...meaning } = place;
  const entries = await readSession(scope, keys, { from, bounds: readBounds() });
  return { projectId: scope.projectId, sessionId, keys, entries, ...meaning };
}

/** In its first seconds a session has no digest that would name its room: its own entries do. */
async function loadUndigested(scope: ProjectScope, sessionId: string): Promise<SessionJournal> {
  const bounds = readBounds();
  const entries = await readSession(scope, [sessionId], { bounds });
  const importedAt = (await listImports(scope, [sessionId])).get(sessionId) ?? null;
  const own = { projectId: scope.projectId, sessionId, keys: [sessionId], entries, siblings: [], importedAt };
  const named = own.entries.length === 0 ? await findSessionByAlias(scope, sessionId) : null;
  if (named !== null) return loadJournal(scope, named);
  if (entries.length === 0 || (await isSessionDeleted(scope, sessionId))) throw sessionNotFound(sessionId);
  const told = await askThreadFor<RoomAnswer>(own, { kind: "room" });
  const keys = sessionKeys(sessionId, told ? told.roomId : recordsOf(own).facts.roomId);
  return keys.length === 1 ? own : { ...own, keys, entries: await readSession(scope, keys, { bounds }) };
}

/** As the thread for large sessions tells it. */
export interface RoomAnswer {
  roomId: string | null;
}
