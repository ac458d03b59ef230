import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";
import type { Session, SessionsQuery } from "@/lib/model/sessions";
import { packPageCursor, unpackPageCursor } from "./page-cursor";
import { matchesSql } from "./search";
import { toSessionAnswer } from "./session-answer";
import { sessionConditions } from "./session-conditions";
import { SORT_KEYS, type SortKey } from "./session-order";
import { fromStoredSession, JOIN_RECORDING, SESSION_COLUMNS, type StoredSession } from "./session-rows";

export interface PageWish {
  query: SessionsQuery;
  /** The searched words, where the page has to look for them itself; else none. */
  terms: string[];
  /** Only these sessions; null: all that fit the query. */
  among: string[] | null;
}

export interface SessionPage {
  sessions: Session[];
  nextCursor: string | null;
}

type OrderedRow = StoredSession & { sort_value: Date | number | string };

/**
 * One page of a project's sessions in the order of (sort key, id), so that new sessions do not move the pages after.
 * Errors: `invalid` for a cursor of another order.
 */
export async function loadSessionPage(scope: ProjectScope, wish: PageWish): Promise<SessionPage> {
  const sort = SORT_KEYS[wish.query.sort];
  const { text, values } = pageStatement(scope, sort, wish);
  const page = await pool().query<OrderedRow>(text, values);
  const rows = page.rows.slice(0, wish.query.limit);
  const sessions = rows.map((row) => {
    const { session, recording } = fromStoredSession(row);
    return toSessionAnswer(session, recording);
  });
  const last = page.rows.length > rows.length ? rows.at(-1) : undefined;
  return { sessions, nextCursor: last ? packPageCursor(cursorOf(last, sort)) : null };
}

/**
 * Rows are put in order first and looked into afterwards, one by one until the page is full (`offset 0` keeps the
 * database from turning that round): words that nearly every session holds would otherwise be looked up in all of them.
 */
function pageStatement(scope: ProjectScope, sort: SortKey, { query, terms, among }: PageWish) {
  const values: unknown[] = [scope.projectId];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const where = ["s.project_id = $1", ...sessionConditions(query, bind)];
  if (among) where.push(`s.session_id = any (${bind(among)}::text[])`);
  if (query.cursor !== undefined) {
    const after = unpackPageCursor(query.cursor, sort.kind);
    const value = `${bind(after.value)}::${sort.cast}`;
    where.push(`(${sort.sql}, s.session_id) ${sort.direction === "asc" ? ">" : "<"} (${value}, ${bind(after.id)})`);
  }
  const keys = "s.project_id, s.session_id, s.status, s.room_id, s.room_name, s.agent_name";
  const ordered = `select ${keys}, ${sort.sql} as sort_value from session s where ${where.join(" and ")}
    order by ${sort.sql} ${sort.direction}, s.session_id ${sort.direction} offset 0`;
  const look = terms.length > 0 ? `where ${matchesSql(terms, bind)}` : "";
  const text = `with page as (select s.* from (${ordered}) s ${look} limit ${bind(query.limit + 1)})
    select page.sort_value, ${SESSION_COLUMNS}
    from page join session s on s.project_id = page.project_id and s.session_id = page.session_id ${JOIN_RECORDING}
    order by page.sort_value ${sort.direction}, s.session_id ${sort.direction}`;
  return { text, values };
}

/** The driver gives large whole numbers as text; counts of ours stay far below 2^53. */
function cursorOf(row: OrderedRow, sort: SortKey): { value: string | number; id: string } {
  const value = row.sort_value instanceof Date ? row.sort_value.toISOString() : row.sort_value;
  return { value: sort.kind === "number" ? Number(value) : value, id: row.session_id };
}
