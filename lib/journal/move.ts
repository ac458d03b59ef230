import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";
import { notifyTouched } from "./notifications";

/**
 * Moves all entries of one session to another, as they are, and makes that one's digest due; answers how many. When and in what
 * order they came stays. One statement: an entry is always in exactly one of the two. Safe to repeat.
 */
export async function moveEntries(scope: ProjectScope, fromId: string, toId: string): Promise<number> {
  const { rows } = await pool().query<{ count: string }>({
    name: "move-journal-entries",
    text: `
      with moved as (
        delete from journal_entry where project_id = $1 and session_id = $2 returning *
      ), added as (
        insert into journal_entry (project_id, session_id, received_at, seq, signal, encoding, record_count, body)
        select project_id, $3, received_at, seq, signal, encoding, record_count, body from moved
      ), due as (
        insert into activity as known (project_id, session_id, journal_bytes, first_at, last_at, ended)
        select $1, $3, sum(length(body)), min(received_at), now(), false from moved having count(*) > 0
        on conflict (project_id, session_id) do update set
          journal_bytes = known.journal_bytes + excluded.journal_bytes, digested_at = null, digested_bytes = 0,
          first_at = least(known.first_at, excluded.first_at), last_at = now()
      )
      select count(*) from moved`,
    values: [scope.projectId, fromId, toId],
  });
  const count = Number(rows[0]?.count);
  if (count > 0) notifyTouched([fromId, toId].map((id) => `${scope.projectId}/${id}`));
  return count;
}

/** Which of these session keys have entries of their own. */
export async function listKeysWithEntries(scope: ProjectScope, sessionIds: string[]): Promise<string[]> {
  if (sessionIds.length === 0) return [];
  const { rows } = await pool().query<{ session_id: string }>({
    name: "list-keys-with-entries",
    text: `select session_id from unnest($2::text[]) as wanted (session_id)
      where exists (select from journal_entry where project_id = $1 and journal_entry.session_id = wanted.session_id)`,
    values: [scope.projectId, sessionIds],
  });
  return rows.map((row) => row.session_id);
}
