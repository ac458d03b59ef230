import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";

/** Traces last minutes; a day after it was named nobody sends more of one. */
const OPEN_DAYS = 1;

/**
 * Says that these names (traces, conversations) are the given session's. Where two sessions claim one name, the better rank
 * wins, and of equals the first. `folded`: entries came under the name, and people may know it.
 */
export async function saveSessionAliases(
  scope: ProjectScope,
  session: { sessionId: string; rank: number; folded: boolean },
  aliases: string[],
): Promise<void> {
  const wanted = aliases.filter((alias) => alias !== session.sessionId).sort();
  if (wanted.length === 0) return;
  await pool().query({
    name: "save-session-aliases",
    text: `
      insert into session_alias as known (project_id, alias, session_id, rank, folded)
      select $1, alias, $2, $3::smallint, $4 from unnest($5::text[]) as sent (alias)
      on conflict (project_id, alias) do update set
        session_id = case when known.rank > excluded.rank then excluded.session_id else known.session_id end,
        rank = least(known.rank, excluded.rank), folded = known.folded or excluded.folded, named_at = excluded.named_at
      where known.rank > excluded.rank or (excluded.folded and not known.folded)`,
    values: [scope.projectId, session.sessionId, session.rank, session.folded, wanted],
  });
}

/** Forgets names that nobody needs any more: of traces that are long over, and of sessions that are gone. */
export async function deleteOldAliases(): Promise<number> {
  const { rowCount } = await pool().query(`
    delete from session_alias as old where named_at < now() - interval '${OPEN_DAYS} days' and (not folded
      or not exists (select from session s where s.project_id = old.project_id and s.session_id = old.session_id))`);
  return rowCount ?? 0;
}
