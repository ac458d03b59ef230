import { pool } from "@/lib/db";
import type { Hold, HoldsAnswer } from "@/lib/model/retention";
import type { ProjectScope } from "@/lib/model/scope";

interface HoldRow {
  session_id: string;
  reason: string;
  held_by: string;
  held_at: Date;
}

/** More are kept, and not listed: a page of this length is not read by anybody. */
const HOLDS_LISTED = 1_000;

/** The sessions that nothing may delete, the latest first. */
export async function listHolds(scope: ProjectScope): Promise<HoldsAnswer> {
  const { rows } = await pool().query<HoldRow>({
    name: "list-holds",
    text: `select session_id, reason, held_by, held_at from session_hold where project_id = $1
      order by held_at desc, session_id limit ${HOLDS_LISTED}`,
    values: [scope.projectId],
  });
  return { holds: rows.map(toHold) };
}

/** Those of these sessions that somebody holds, by id. */
export async function loadHolds(scope: ProjectScope, sessionIds: string[]): Promise<ReadonlyMap<string, Hold>> {
  const { rows } = await pool().query<HoldRow>({
    name: "load-holds",
    text: `select session_id, reason, held_by, held_at from session_hold where project_id = $1 and session_id = any ($2::text[])`,
    values: [scope.projectId, sessionIds],
  });
  return new Map(rows.map((row) => [row.session_id, toHold(row)]));
}

function toHold(row: HoldRow): Hold {
  return { sessionId: row.session_id, reason: row.reason, heldBy: row.held_by, heldAt: row.held_at.toISOString() };
}
