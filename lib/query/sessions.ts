import { pool } from "@/lib/db";
import { watchActivity } from "@/lib/journal/activity";
import type { ProjectScope } from "@/lib/model/scope";
import type { Session, SessionsAnswer, SessionsQuery } from "@/lib/model/sessions";
import { packPageCursor, unpackPageCursor } from "./page-cursor";
import { loadSnippets, matchesSql, searchSessions } from "./search";
import { toSearchTerms } from "./search-terms";
import { toSessionAnswer } from "./session-answer";
import { fromStoredSession, JOIN_RECORDING, SESSION_COLUMNS, STATUS_NOW, type StoredSession } from "./session-rows";

/** A sort key: its SQL never holds what a caller sent. Missing figures come last either way. */
interface SortKey {
  sql: string;
  direction: "asc" | "desc";
  cast: "timestamptz" | "float8";
  kind: "instant" | "number";
}

const startedAt = { sql: "s.started_at", cast: "timestamptz", kind: "instant" } as const;

const SORT_KEYS: Record<SessionsQuery["sort"], SortKey> = {
  "-startedAt": { ...startedAt, direction: "desc" },
  startedAt: { ...startedAt, direction: "asc" },
  "-durationMs": figure("s.duration_ms", "desc"),
  durationMs: figure("s.duration_ms", "asc"),
  "-latency": figure("s.e2e_p95_ms", "desc"),
  latency: figure("s.e2e_p95_ms", "asc"),
};

function figure(column: string, direction: "asc" | "desc"): SortKey {
  const missing = direction === "asc" ? "1e18" : "-1e18";
  return { sql: `coalesce(${column}, ${missing})`, direction, cast: "float8", kind: "number" };
}

/**
 * One page of a project's sessions, newest first unless asked otherwise; ordered by (sort key, id), so that new
 * sessions do not move the pages after. `q`: every word or "quoted phrase" must have been said, logged or be part of an
 * id; each session found has the first place in `snippet`. `liveCount` counts all live sessions of the project. Live ones on the page count as
 * watched from now on, so that their digests follow.
 * Errors: `invalid` for a cursor of another order.
 */
export async function listSessions(scope: ProjectScope, query: SessionsQuery): Promise<SessionsAnswer> {
  const sort = SORT_KEYS[query.sort];
  const terms = toSearchTerms(query.q ?? "");
  const found = terms.length > 0 ? await searchSessions(scope, terms) : null;
  const { text, values } = pageStatement(scope, { query, sort, terms, found });
  const [page, live] = await Promise.all([
    pool().query<StoredSession & { sort_value: Date | number }>(text, values),
    countLive(scope),
  ]);
  const rows = page.rows.slice(0, query.limit);
  const snippets = terms.length > 0 ? await loadSnippets(scope, rows.map(idOf), terms) : null;
  const sessions = rows.map((row): Session => {
    const { session, recording } = fromStoredSession(row);
    const answer = toSessionAnswer(session, recording);
    return snippets ? { ...answer, snippet: snippets.get(row.session_id) ?? null } : answer;
  });
  await watchActivity(
    scope,
    sessions.filter(({ status }) => status === "live").map(({ id }) => id),
    new Date(),
  );
  const last = page.rows.length > query.limit ? rows.at(-1) : undefined;
  return { sessions, nextCursor: last ? packPageCursor(cursorOf(last)) : null, liveCount: live };
}

interface PageWish {
  query: SessionsQuery;
  sort: SortKey;
  terms: string[];
  /** The sessions that hold the terms; null: look into each. */
  found: string[] | null;
}

/**
 * Rows are put in order first and looked into afterwards, one by one until the page is full (`offset 0` keeps the
 * database from turning that round): words that nearly every session holds would otherwise be looked up in all of them.
 */
function pageStatement(scope: ProjectScope, { query, sort, terms, found }: PageWish) {
  const values: unknown[] = [scope.projectId];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const where = ["s.project_id = $1", ...filters(query, bind)];
  if (terms.length > 0 && found) where.push(`s.session_id = any (${bind(found)}::text[])`);
  if (query.cursor !== undefined) {
    const after = unpackPageCursor(query.cursor, sort.kind);
    const value = `${bind(after.value)}::${sort.cast}`;
    where.push(`(${sort.sql}, s.session_id) ${sort.direction === "asc" ? ">" : "<"} (${value}, ${bind(after.id)})`);
  }
  const keys = "s.project_id, s.session_id, s.status, s.room_id, s.room_name, s.agent_name";
  const ordered = `select ${keys}, ${sort.sql} as sort_value from session s where ${where.join(" and ")}
    order by ${sort.sql} ${sort.direction}, s.session_id ${sort.direction} offset 0`;
  const look = terms.length > 0 && !found ? `where ${matchesSql(terms, bind)}` : "";
  const text = `with page as (select s.* from (${ordered}) s ${look} limit ${bind(query.limit + 1)})
    select page.sort_value, ${SESSION_COLUMNS}
    from page join session s on s.project_id = page.project_id and s.session_id = page.session_id ${JOIN_RECORDING}
    order by page.sort_value ${sort.direction}, s.session_id ${sort.direction}`;
  return { text, values };
}

type Bind = (value: unknown) => string;

function filters(query: SessionsQuery, bind: Bind): string[] {
  const where: string[] = [];
  if (query.agent !== undefined) where.push(`s.agent_name = ${bind(query.agent)}`);
  if (query.tag !== undefined) where.push(`s.tags @> array[${bind(query.tag)}::text]`);
  if (query.from !== undefined) where.push(`s.started_at >= ${bind(query.from)}::timestamptz`);
  if (query.to !== undefined) where.push(`s.started_at < ${bind(query.to)}::timestamptz`);
  if (query.status === "failed") where.push("s.status = 'failed'");
  if (query.status === "live") where.push(`s.status = 'live' and ${STATUS_NOW} = 'live'`);
  if (query.status === "ended") {
    // Said this way the planner knows how many there are, and takes them in the order of the index.
    where.push(`(s.status = 'ended' or (s.status = 'live' and ${STATUS_NOW} = 'ended'))`);
  }
  return where;
}

async function countLive(scope: ProjectScope): Promise<number> {
  const result = await pool().query<{ count: number }>({
    name: "count-live-sessions",
    text: `select count(*)::int as count from session s
      where s.project_id = $1 and s.status = 'live' and ${STATUS_NOW} = 'live'`,
    values: [scope.projectId],
  });
  return result.rows[0]?.count ?? 0;
}

function idOf(row: StoredSession): string {
  return row.session_id;
}

function cursorOf(row: StoredSession & { sort_value: Date | number }) {
  const value = row.sort_value instanceof Date ? row.sort_value.toISOString() : row.sort_value;
  return { value, id: row.session_id };
}
