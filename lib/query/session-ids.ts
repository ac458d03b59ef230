import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";

/** The ids of a project's sessions in the order of the key, from behind `after` ("" begins), at most `limit`. */
export async function listSessionIds(scope: ProjectScope, after: string, limit: number): Promise<string[]> {
  const result = await pool().query<{ session_id: string }>({
    name: "list-session-ids",
    text: `select session_id from session where project_id = $1 and session_id > $2 order by session_id limit $3`,
    values: [scope.projectId, after, limit],
  });
  return result.rows.map((row) => row.session_id);
}
