import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";
import { sessionNotFound } from "./session-rows";

/**
 * A room may be open before its agent comes: entries of the room (webhooks) are looked for so far before the session's
 * own first one.
 */
const ROOM_LEAD_MS = 24 * 3600 * 1000;

/** Where in the journal a session lies, and what its digest row and its room's others tell that its entries do not. */
export interface SessionPlace {
  /** The keys it is read by: its own id and its room's. */
  keys: string[];
  /** No entry of it is older. */
  from: Date;
  /** When the sessions of this room began, this one's too: for recordings that name only the room. */
  siblings: { sessionId: string; startNs: bigint }[];
  /** When it came out of a zip; null: senders sent it here. */
  importedAt: Date | null;
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

/**
 * Where a session is found; null when it has no digest yet. Errors: `not-found` when it is the room of sessions that have names of
 * their own.
 */
export async function findPlace(scope: ProjectScope, sessionId: string): Promise<SessionPlace | null> {
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
  const from = new Date(own.first_received_at.getTime() - ROOM_LEAD_MS);
  return { keys: sessionKeys(sessionId, own.room_id), from, siblings, importedAt: own.imported_at };
}

function toNs(instant: Date): bigint {
  return BigInt(instant.getTime()) * 1_000_000n;
}
