import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";

/** Every table with rows of sessions, besides the journal: what a deleted session must not be in. The session itself comes last. */
const TABLES = [
  "turn",
  "tool_call",
  "model_usage",
  "recording",
  "session_text",
  "session_alias",
  "share_link",
  "session_import",
  "session",
] as const;

const OF_THESE = "where project_id = $1 and session_id = any ($2::text[])";

/** How many rows these sessions have there. */
export async function countSessionRows(scope: ProjectScope, sessionIds: string[]): Promise<number> {
  const { rows } = await pool().query<{ rows: string }>({
    name: "count-session-rows",
    text: `select ${TABLES.map((table) => `(select count(*) from ${table} ${OF_THESE})`).join(" + ")} as rows`,
    values: [scope.projectId, sessionIds],
  });
  return Number(rows[0]?.rows);
}

/** Deletes all of them in one statement, and answers how many there were. Safe to repeat. */
export async function deleteSessionRows(scope: ProjectScope, sessionIds: string[]): Promise<number> {
  const { rows } = await pool().query<{ rows: string }>({
    name: "delete-session-rows",
    text: `with ${TABLES.map((table) => `gone_${table} as (delete from ${table} ${OF_THESE} returning 1)`).join(", ")}
      select ${TABLES.map((table) => `(select count(*) from gone_${table})`).join(" + ")} as rows`,
    values: [scope.projectId, sessionIds],
  });
  return Number(rows[0]?.rows);
}
