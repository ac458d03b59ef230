import { pool } from "@/lib/db";
import { watchActivity } from "@/lib/journal/activity";
import type { ProjectScope } from "@/lib/model/scope";
import type { Session, SessionsAnswer, SessionsQuery } from "@/lib/model/sessions";
import { packPageCursor, unpackPageCursor } from "./page-cursor";
import { toLikePattern, toSearchTerms, toSnippet } from "./search-terms";
import { toSessionAnswer } from "./session-answer";
import { fromStoredSession, IDLE_MS, SESSION_COLUMNS, SESSION_SOURCES, type StoredSession } from "./session-rows";

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
  const { text, values } = pageStatement(scope, query, sort, terms);
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

function pageStatement(scope: ProjectScope, query: SessionsQuery, sort: SortKey, terms: string[]) {
  const values: unknown[] = [scope.projectId];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const where = ["s.project_id = $1", ...filters(query, bind)];
  if (terms.length > 0) where.push(`s.session_id in (${searchStatement(terms, bind)})`);
  if (query.cursor !== undefined) {
    const after = unpackPageCursor(query.cursor, sort.kind);
    const value = `${bind(after.value)}::${sort.cast}`;
    where.push(`(${sort.sql}, s.session_id) ${sort.direction === "asc" ? ">" : "<"} (${value}, ${bind(after.id)})`);
  }
  const text = `select ${sort.sql} as sort_value, ${SESSION_COLUMNS} from ${SESSION_SOURCES}
    where ${where.join(" and ")}
    order by ${sort.sql} ${sort.direction}, s.session_id ${sort.direction} limit ${bind(query.limit + 1)}`;
  return { text, values };
}

type Bind = (value: unknown) => string;

function filters(query: SessionsQuery, bind: Bind): string[] {
  const where: string[] = [];
  if (query.agent !== undefined) where.push(`s.agent_name = ${bind(query.agent)}`);
  if (query.tag !== undefined) where.push(`${bind(query.tag)} = any (s.tags)`);
  if (query.from !== undefined) where.push(`s.started_at >= ${bind(query.from)}::timestamptz`);
  if (query.to !== undefined) where.push(`s.started_at < ${bind(query.to)}::timestamptz`);
  if (query.status !== undefined) {
    // The first condition is what the index knows; the second is today's truth.
    const stored = query.status === "ended" ? ["ended", "live"] : [query.status];
    where.push(`s.status = any (${bind(stored)})`, `live.status = ${bind(query.status)}`);
  }
  return where;
}

/** Ended sessions are found by their search text, which holds their ids too; live ones have ids only. */
function searchStatement(terms: string[], bind: Bind): string {
  const patterns = `${bind(terms.map(toLikePattern))}::text[]`;
  return `select t.session_id from session_text t where t.project_id = $1 and t.text ilike all (${patterns})
    union select i.session_id from session i where i.project_id = $1 and i.status = 'live'
      and concat_ws(' ', i.session_id, i.room_id, i.room_name, i.agent_name) ilike all (${patterns})`;
}

async function countLive(scope: ProjectScope): Promise<number> {
  const result = await pool().query<{ count: number }>({
    name: "count-live-sessions",
    text: `select count(*)::int as count from session s
      left join activity a on a.project_id = s.project_id and a.session_id = s.session_id
      where s.project_id = $1 and s.status = 'live'
        and greatest(s.last_received_at, a.last_at) >= now() - interval '${IDLE_MS} ms'`,
    values: [scope.projectId],
  });
  return result.rows[0]?.count ?? 0;
}

async function loadSnippets(scope: ProjectScope, sessionIds: string[], terms: string[]) {
  const result = await pool().query<{ session_id: string; text: string; at_ms: number[] }>({
    name: "load-snippets",
    text: "select session_id, text, at_ms from session_text where project_id = $1 and session_id = any ($2)",
    values: [scope.projectId, sessionIds],
  });
  return new Map(
    result.rows.map((row) => [row.session_id, toSnippet({ text: row.text, atMs: row.at_ms }, terms)] as const),
  );
}

function idOf(row: StoredSession): string {
  return row.session_id;
}

function cursorOf(row: StoredSession & { sort_value: Date | number }) {
  const value = row.sort_value instanceof Date ? row.sort_value.toISOString() : row.sort_value;
  return { value, id: row.session_id };
}
