import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";

/** What a name (a trace, a conversation) is another name of, and how good that one is (`SessionNaming`). */
export interface SessionAlias {
  alias: string;
  sessionId: string;
  rank: number;
}

/** A trace may be a conversation's, which is a session's: nothing is longer. */
const HOPS_MAX = 4;

/** The sessions that these names stand for now; names that are no aliases are not in the answer. */
export async function listSessionAliases(scope: ProjectScope, names: string[]): Promise<SessionAlias[]> {
  if (names.length === 0) return [];
  const { rows } = await pool().query<{ alias: string; session_id: string; rank: number }>({
    name: "list-session-aliases",
    text: `
      with recursive named as (
        select alias, session_id, rank, 1 as hop from session_alias where project_id = $1 and alias = any ($2::text[])
        union all
        select named.alias, next.session_id, next.rank, hop + 1 from named
        join session_alias next on next.project_id = $1 and next.alias = named.session_id where hop < ${HOPS_MAX}
      )
      select distinct on (alias) alias, session_id, rank from named order by alias, hop desc`,
    values: [scope.projectId, names],
  });
  return rows.map((row) => ({ alias: row.alias, sessionId: row.session_id, rank: row.rank }));
}

/** The session that this id is an old name of; null when it is none. */
export async function findSessionByAlias(scope: ProjectScope, name: string): Promise<string | null> {
  return (await listSessionAliases(scope, [name]))[0]?.sessionId ?? null;
}
