import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";

/** Whether somebody deleted the session: its journal may be there for a moment more. */
export async function isSessionDeleted(scope: ProjectScope, sessionId: string): Promise<boolean> {
  const { rowCount } = await pool().query({
    name: "is-session-deleted",
    text: "select from session_deletion where project_id = $1 and session_id = $2",
    values: [scope.projectId, sessionId],
  });
  return rowCount === 1;
}
