import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";

/** When these sessions came out of a zip; those that senders sent here are not in the answer. */
export async function listImports(scope: ProjectScope, sessionIds: string[]): Promise<ReadonlyMap<string, Date>> {
  if (sessionIds.length === 0 || sessionIds.some((id) => id.includes("\0"))) return new Map();
  const { rows } = await pool().query<{ session_id: string; imported_at: Date }>({
    name: "list-imports",
    text: "select session_id, imported_at from session_import where project_id = $1 and session_id = any ($2::text[])",
    values: [scope.projectId, sessionIds],
  });
  return new Map(rows.map((row) => [row.session_id, row.imported_at]));
}
