import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";

/** A session as the digest left it, with the room it was in. */
export interface RoomSession {
  sessionId: string;
  roomId: string | null;
  startedAt: Date;
  firstReceivedAt: Date;
}

/**
 * The sessions with one of these ids, and all sessions of these rooms: what a digest must know of the past to find a
 * session's entries, and whose the entries of a room are. In order of their start.
 */
export async function listRoomSessions(
  scope: ProjectScope,
  sessionIds: string[],
  roomIds: string[],
): Promise<RoomSession[]> {
  const result = await pool().query<{
    session_id: string;
    room_id: string | null;
    started_at: Date;
    first_received_at: Date;
  }>({
    name: "list-room-sessions",
    text: `select session_id, room_id, started_at, first_received_at from session
      where project_id = $1 and (session_id = any ($2::text[]) or room_id = any ($3::text[]))
      order by started_at, session_id`,
    values: [scope.projectId, sessionIds, roomIds],
  });
  return result.rows.map((row) => ({
    sessionId: row.session_id,
    roomId: row.room_id,
    startedAt: row.started_at,
    firstReceivedAt: row.first_received_at,
  }));
}
