import { config } from "@/lib/config";
import { pool } from "@/lib/db";
import { readSession } from "@/lib/journal/read";
import type { JournalEntry } from "@/lib/model/journal";
import type { ReadBounds, SessionRecords } from "@/lib/model/records";
import type { ProjectScope } from "@/lib/model/scope";
import { toSession } from "@/lib/normalise/sessions";
import { isSessionDeleted } from "./deleted-sessions";
import { listImports } from "./imports";
import { findSessionByAlias } from "./session-aliases";
import { IDLE_MS, sessionNotFound } from "./session-rows";
import { askThreadFor } from "./session-thread";

/**
 * A room may be open before its agent comes: entries of the room (webhooks) are looked for so far before the session's
 * own first one.
 */
const ROOM_LEAD_MS = 24 * 3600 * 1000;

/** A session's journal, and what else its meaning needs. */
export interface SessionJournal {
  sessionId: string;
  /** The keys it was read by: its own id and its room's. */
  keys: string[];
  entries: JournalEntry[];
  /** When the sessions of this room began, this one's too: for recordings that name only the room. */
  siblings: { sessionId: string; startNs: bigint }[];
  /** When it came out of a zip; null: senders sent it here. */
  importedAt: Date | null;
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
  const known = await findDigested(scope, sessionId);
  if (!known) return loadUndigested(scope, sessionId);
  const keys = sessionKeys(sessionId, known.roomId);
  const from = new Date(known.firstReceivedAt.getTime() - ROOM_LEAD_MS);
  return {
    sessionId,
    keys,
    entries: await readSession(scope, keys, { from, bounds: readBounds() }),
    siblings: known.siblings,
    importedAt: known.importedAt,
  };
}

/** In its first seconds a session has no digest that would name its room: its own entries do. */
async function loadUndigested(scope: ProjectScope, sessionId: string): Promise<SessionJournal> {
  const bounds = readBounds();
  const entries = await readSession(scope, [sessionId], { bounds });
  const importedAt = (await listImports(scope, [sessionId])).get(sessionId) ?? null;
  const own = { sessionId, keys: [sessionId], entries, siblings: [], importedAt };
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

/** The journal's keys of a session: entries that name only the room belong to every session in it. */
export function sessionKeys(sessionId: string, roomId: string | null): string[] {
  return roomId === null || roomId === sessionId ? [sessionId] : [sessionId, roomId];
}

interface DigestedRow {
  session_id: string;
  room_id: string | null;
  first_received_at: Date;
  started_at: Date;
  imported_at: Date | null;
}

async function findDigested(scope: ProjectScope, sessionId: string) {
  const { rows } = await pool().query<DigestedRow>({
    name: "find-digested-session",
    text: `
      with own as (
        select session_id, room_id, first_received_at, started_at from session where project_id = $1 and session_id = $2
      ), known as (
        select * from own where room_id is null
        union all
        select session_id, room_id, first_received_at, started_at from session
        where project_id = $1 and room_id = coalesce((select room_id from own), $2)
      )
      select known.*, i.imported_at from known
      left join session_import i on i.project_id = $1 and i.session_id = known.session_id`,
    values: [scope.projectId, sessionId],
  });
  const own = rows.find((row) => row.session_id === sessionId);
  // The id of a room whose sessions have ids of their own.
  if (!own && rows.length > 0) throw sessionNotFound(sessionId);
  if (!own) return null;
  // Imported sessions hold what is theirs themselves: they compete for nothing that came here of their room.
  const rivals = rows.filter((row) => row.imported_at === null || row === own);
  const siblings = rivals.map((row) => ({ sessionId: row.session_id, startNs: toNs(row.started_at) }));
  const { room_id: roomId, first_received_at: firstReceivedAt, imported_at: importedAt } = own;
  return { roomId, firstReceivedAt, importedAt, siblings };
}

function toNs(instant: Date): bigint {
  return BigInt(instant.getTime()) * 1_000_000n;
}
