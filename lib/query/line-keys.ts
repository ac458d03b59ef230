import type pg from "pg";
import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";
import { comparePositions, type LineOrder, type LinePosition } from "./line-positions";
import { idsOf, type TimeSpan, toDate } from "./line-segments";
import { type LineSieve, rowSql } from "./line-sieve";

/** Where a line lies that can fit, and how long its text is. */
export interface LineKey extends LinePosition {
  sizeBytes: number;
  segment: bigint;
}

/** What is asked of one segment: lines behind `after` in this order, which the sieve lets through. */
export interface KeysWish {
  scope: ProjectScope;
  segment: bigint;
  span: TimeSpan;
  order: LineOrder;
  after: LinePosition | null;
  sieve: Pick<LineSieve, "query" | "phrase" | "conditions">;
  limit: number;
}

interface KeyRow {
  id: string;
  at: Date;
  size: number;
  is_hit: boolean;
  walked: string;
}

export interface WalkedKeys {
  keys: LineKey[];
  walkedCount: number;
  /** The last line that was looked at; null when there was none. */
  last: LinePosition | null;
}

/** Longer than any step should take; what is stopped is tried again in small steps. */
const STEP_MS_MAX = 8_000;
/** Source: PostgreSQL 18, appendix A. */
const QUERY_CANCELED = "57014";

/**
 * Looks at the next `limit` lines of a segment in the order of time, and gives those that the query lets through.
 * Best where many do: it stops as soon as a page is full.
 */
export async function walkKeys(wish: KeysWish): Promise<WalkedKeys> {
  const { where, values, direction } = conditions(wish);
  const hit = hitCondition(wish.sieve, values);
  const { rows } = await pool().query<KeyRow>(
    `with walked as materialized (select l.id, l.at, octet_length(l.raw) as size, ${hit} as is_hit from runtime_line l
      where ${where} order by l.at ${direction}, l.id ${direction} limit ${wish.limit}),
    last as (select id, at from walked order by at ${opposite(direction)}, id ${opposite(direction)} limit 1)
    select id, at, size, is_hit, (select count(*) from walked) as walked
    from walked where is_hit or (at, id) = (select at, id from last)
    order by at ${direction}, id ${direction}`,
    values,
  );
  const last = rows.at(-1);
  return {
    keys: rows.filter((row) => row.is_hit).map((row) => toKey(row, wish.segment)),
    walkedCount: Number(last?.walked ?? 0),
    last: last ? { atMs: last.at.getTime(), id: BigInt(last.id) } : null,
  };
}

/**
 * All lines of a segment that the query lets through, by its index, or without one by reading all of it. Best where few do.
 * Null when there are more than `limit`, or it takes too long.
 */
export async function pickKeys(wish: KeysWish): Promise<LineKey[] | null> {
  const { where, values } = conditions(wish);
  // In no order: the first of many would have to be sorted out of all, and then of all again.
  const text = `select l.id, l.at, octet_length(l.raw) as size, true as is_hit, 0 as walked from runtime_line l
    where ${where} and ${hitCondition(wish.sieve, values)} limit ${wish.limit + 1}`;
  const rows = await queryByTerms(text, values);
  if (rows === null || rows.length > wish.limit) return null;
  return rows.map((row) => toKey(row, wish.segment)).sort((a, b) => comparePositions(a, b, wish.order));
}

/** The planner would rather go through lines by time and hope to meet a hit soon: rare words are in none of a million. */
async function queryByTerms(text: string, values: unknown[]): Promise<KeyRow[] | null> {
  const client = await pool().connect();
  try {
    await client.query(
      `begin read only; set local enable_indexscan = off; set local statement_timeout = ${STEP_MS_MAX}`,
    );
    return (await client.query<KeyRow>(text, values)).rows;
  } catch (error) {
    if (isCanceled(error)) return null;
    throw error;
  } finally {
    // Nothing was written: rolling back and committing are the same, and this also ends a failed transaction.
    await client.query("rollback").catch(() => undefined);
    client.release();
  }
}

function isCanceled(error: unknown): boolean {
  return (error as pg.DatabaseError).code === QUERY_CANCELED;
}

function hitCondition({ query, phrase, conditions: rows }: KeysWish["sieve"], values: unknown[]): string {
  const conditions = rows.map((one) => rowSql(one, (value) => values.push(value)));
  if (query !== null) conditions.push(`l.terms @@ $${values.push(query)}::tsquery`);
  if (phrase !== null) {
    const words = `l.raw ilike $${values.push(phrase.words)}`;
    const marks = phrase.marks.map((mark) => `strpos(l.raw, $${values.push(mark)}) > 0`);
    const pattern = `l.raw ~* $${values.push(phrase.pattern)}`;
    // What was sent beside the text is not in it.
    conditions.push(`(l.fields is not null or ((${[words, ...marks].join(" or ")}) and ${pattern}))`);
  }
  return conditions.length === 0 ? "true" : `(${conditions.join(" and ")})`;
}

function conditions({ scope, segment, span, order, after }: KeysWish) {
  const values: unknown[] = [scope.projectId];
  const where = ["l.project_id = $1", idsOf(segment)];
  if (span.fromMs !== null) where.push(`l.at >= $${values.push(toDate(span.fromMs))}`);
  if (span.toMs !== null) where.push(`l.at < $${values.push(toDate(span.toMs))}`);
  if (after) {
    const sign = order === "asc" ? ">" : "<";
    where.push(`(l.at, l.id) ${sign} ($${values.push(toDate(after.atMs))}, $${values.push(after.id)}::bigint)`);
  }
  return { where: where.join(" and "), values, direction: order };
}

function opposite(direction: LineOrder): LineOrder {
  return direction === "asc" ? "desc" : "asc";
}

function toKey({ id, at, size }: KeyRow, segment: bigint): LineKey {
  return { id: BigInt(id), atMs: at.getTime(), sizeBytes: size, segment };
}
