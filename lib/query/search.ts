import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";
import { toLikePattern, toSnippet } from "./search-terms";

/** More sessions than this are not listed one by one: such words are so common that the newest pages hold them. */
const FOUND_MAX = 300;
/** Shorter words have no trigram, so the index cannot find them. Source: PostgreSQL 18, F.35 pg_trgm. */
const INDEXED_CHARACTERS_MIN = 3;

type Bind = (value: unknown) => string;

/**
 * The sessions in which all terms were said or logged, or which have them in their ids; null when they are too many to
 * name, or the index does not know such words: then the page has to look for itself (`matchesSql`).
 */
export async function searchSessions(scope: ProjectScope, terms: string[]): Promise<string[] | null> {
  if (terms.some((term) => [...term].length < INDEXED_CHARACTERS_MIN)) return null;
  const values: unknown[] = [scope.projectId];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const patterns = terms.map((term) => bind(toLikePattern(term)));
  const rows = await queryByIndex(
    `(select t.session_id from session_text t where t.project_id = $1 and ${all("t.text", patterns)} limit ${FOUND_MAX + 1})
    union
    (select s.session_id from session s
      where s.project_id = $1 and s.status = 'live' and ${all(IDS, patterns)} limit ${FOUND_MAX + 1})`,
    values,
  );
  return rows.length > FOUND_MAX ? null : rows.map((row) => row.session_id);
}

/**
 * The planner counts the pages of the table, but not those of the long texts that lie beside it (TOAST), and so prefers
 * reading them all: 680 ms instead of 3 ms for a rare word in 10,000 sessions.
 */
async function queryByIndex(text: string, values: unknown[]): Promise<{ session_id: string }[]> {
  const client = await pool().connect();
  try {
    await client.query("begin read only; set local enable_seqscan = off");
    return (await client.query<{ session_id: string }>(text, values)).rows;
  } finally {
    // Nothing was written: rolling back and committing are the same, and this also ends a failed transaction.
    await client.query("rollback").catch(() => undefined);
    client.release();
  }
}

/** A condition on row `s` of `session`: its search text, or while it is live its ids, hold all terms. */
export function matchesSql(terms: string[], bind: Bind): string {
  const patterns = terms.map((term) => bind(toLikePattern(term)));
  const text = "(select t.text from session_text t where t.project_id = s.project_id and t.session_id = s.session_id)";
  return `(${text} ilike all (array[${patterns.join(", ")}]) or (s.status = 'live' and ${all(IDS, patterns)}))`;
}

/** What is searched of a live session, which has no search text yet. */
const IDS = "concat_ws(' ', s.session_id, s.room_id, s.room_name, s.agent_name)";

/** One condition a pattern: an index serves them, which it does not for `ilike all`. */
function all(what: string, patterns: string[]): string {
  return patterns.map((pattern) => `${what} ilike ${pattern}`).join(" and ");
}

/** For each of the sessions the first place where the terms stand; null when only an id fits. */
export async function loadSnippets(
  scope: ProjectScope,
  sessionIds: string[],
  terms: string[],
): Promise<Map<string, { text: string; atMs: number } | null>> {
  const result = await pool().query<{ session_id: string; text: string; at_ms: number[] }>({
    name: "load-snippets",
    text: "select session_id, text, at_ms from session_text where project_id = $1 and session_id = any ($2)",
    values: [scope.projectId, sessionIds],
  });
  return new Map(
    result.rows.map((row) => [row.session_id, toSnippet({ text: row.text, atMs: row.at_ms }, terms)] as const),
  );
}
