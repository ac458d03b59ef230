import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";

/** Keeps a session from every deletion; holding it again replaces the reason. Answers false when there is no such session. */
export async function saveHold(
  scope: ProjectScope,
  hold: { sessionId: string; reason: string; heldBy: string; now: Date },
): Promise<boolean> {
  const { rowCount } = await pool().query({
    name: "save-hold",
    text: `insert into session_hold (project_id, session_id, reason, held_by, held_at)
      select project_id, session_id, $3, $4, $5 from session where project_id = $1 and session_id = $2
      on conflict (project_id, session_id) do update
        set reason = excluded.reason, held_by = excluded.held_by, held_at = excluded.held_at`,
    values: [scope.projectId, hold.sessionId, hold.reason, hold.heldBy, hold.now],
  });
  return rowCount === 1;
}

/** Lifts a hold; answers whether there was one. */
export async function deleteHold(scope: ProjectScope, sessionId: string): Promise<boolean> {
  const { rowCount } = await pool().query({
    name: "delete-hold",
    text: "delete from session_hold where project_id = $1 and session_id = $2",
    values: [scope.projectId, sessionId],
  });
  return rowCount === 1;
}
