import { pool } from "@/lib/db";
import type { AgedSession } from "@/lib/model/retention";
import type { ProjectScope } from "@/lib/model/scope";

interface AgedRow {
  session_id: string;
  room_id: string | null;
  ended_at: Date | null;
  first_received_at: Date;
  last_received_at: Date;
  imported_at: Date | null;
  is_held: boolean;
}

const AGED = `
  select s.session_id, s.room_id, s.ended_at, s.first_received_at, s.last_received_at, i.imported_at,
    h.session_id is not null as is_held
  from session s left join session_hold h on h.project_id = s.project_id and h.session_id = s.session_id
    left join session_import i on i.project_id = s.project_id and i.session_id = s.session_id`;

/**
 * Sessions that may be older than `cutoff` by the sender's clock or by ours, in order of their ids from behind `after` ("" begins).
 * Which of them are is for `retention/cutoff.ts` to say.
 */
export async function listAgedSessions(
  scope: ProjectScope,
  { cutoff, after, limit }: { cutoff: Date; after: string; limit: number },
): Promise<AgedSession[]> {
  const { rows } = await pool().query<AgedRow>({
    name: "list-aged-sessions",
    text: `${AGED} where s.project_id = $1 and s.session_id > $2 and (s.last_received_at < $3 or s.ended_at < $3)
      order by s.session_id limit $4`,
    values: [scope.projectId, after, cutoff, limit],
  });
  return rows.map(toAged);
}

/** All sessions of a project of which something may have been received in that time, however old; page by page. */
export async function listSessionsReceived(
  scope: ProjectScope,
  { from, to, after, limit }: { from: Date; to: Date; after: string; limit: number },
): Promise<AgedSession[]> {
  const { rows } = await pool().query<AgedRow>({
    name: "list-sessions-received",
    text: `${AGED} where s.project_id = $1 and s.session_id > $2 and s.last_received_at >= $3 and s.first_received_at < $4
      order by s.session_id limit $5`,
    values: [scope.projectId, after, from, to, limit],
  });
  return rows.map(toAged);
}

function toAged(row: AgedRow): AgedSession {
  return {
    sessionId: row.session_id,
    roomId: row.room_id,
    endedAt: row.ended_at,
    firstReceivedAt: row.first_received_at,
    lastReceivedAt: row.last_received_at,
    importedAt: row.imported_at,
    isHeld: row.is_held,
  };
}

/** Which of these rooms have sessions besides the given ones: their entries must stay. */
export async function listSharedRooms(
  scope: ProjectScope,
  roomIds: string[],
  besides: string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await pool().query<{ room_id: string }>({
    name: "list-shared-rooms",
    text: `select distinct room_id from session
      where project_id = $1 and room_id = any ($2::text[]) and session_id <> all ($3::text[])`,
    values: [scope.projectId, roomIds, besides],
  });
  return new Set(rows.map((row) => row.room_id));
}
