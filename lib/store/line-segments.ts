import type { PoolClient } from "pg";
import { pool } from "@/lib/db";

/** Ids of a segment: 2^18. Source: prisma/migrations/0013_lines. */
const SEGMENT_BITS = 18;
/** With fewer ids left a segment is about to be full anyway, and moving the sequence could meet somebody who takes the last. */
const IDS_LEFT_MIN = 20_000;
/** Who writes or reads must not wait for longer than this; another time will do. */
const LOCK_MS_MAX = 1_000;
/** First of the two keys of advisory locks on segments, so that they meet no other's. */
const LOCK_CLASS = 7_014;
/** Words are gathered in a tree that stays near the processor: with 64 or 256 MB an index took a quarter to a half more CPU. */
const INDEX_MEMORY = "16MB";

/** lock_not_available. Source: PostgreSQL 18, appendix A. */
const LOCKED = "55P03";

/** The segment that the next line goes to. */
export async function currentLineSegment(): Promise<number> {
  const { rows } = await pool().query<{ segment: string }>({
    name: "current-line-segment",
    text: `select last_value >> ${SEGMENT_BITS} as segment from runtime_line_id_seq`,
  });
  return Number(rows[0]?.segment ?? 0);
}

/**
 * Makes the segments up to the given number ahead, and answers how many are new; null when somebody held the table for too long.
 * Safe to call by several processes at once. Source: `ensure_line_segments` in prisma/migrations/0013_lines.
 */
export async function ensureLineSegments(segmentsAhead: number): Promise<number | null> {
  return withLockLimit(async (client) => {
    const result = await client.query<{ made: number }>("select ensure_line_segments($1) as made", [segmentsAhead]);
    return result.rows[0]?.made ?? 0;
  });
}

/**
 * Closes the current segment when it was begun on an earlier day (UTC) than `now`: what comes goes to the next one. Answers
 * whether it did. The next segment must be there.
 */
export async function closeYesterdaysSegment(now: Date): Promise<boolean> {
  const segment = await currentLineSegment();
  const part = partitionOf(segment);
  // The first row on disk came first: nothing is ever deleted of a segment that is not closed before another day has begun.
  const { rows } = await pool().query<{ is_old: boolean }>(
    `select (received_at at time zone 'UTC')::date < ($1::timestamptz at time zone 'UTC')::date as is_old from ${part} limit 1`,
    [now],
  );
  if (!rows[0]?.is_old) return false;
  const end = BigInt(segment + 1) << BigInt(SEGMENT_BITS);
  const moved = await pool().query(
    "select setval('runtime_line_id_seq', $1, false) from runtime_line_id_seq where last_value < $2",
    [end, end - BigInt(IDS_LEFT_MIN)],
  );
  return moved.rowCount === 1;
}

/** Closed segments whose words are not indexed yet, the oldest first. */
export async function listUnindexedSegments(limit: number): Promise<number[]> {
  const { rows } = await pool().query<{ segment: string }>({
    name: "list-unindexed-segments",
    text: `select distinct segment from line_segment
      where indexed_at is null and segment < (select last_value >> ${SEGMENT_BITS} from runtime_line_id_seq)
      order by segment limit $1`,
    values: [limit],
  });
  return rows.map(({ segment }) => Number(segment));
}

/**
 * Makes the index on the words of a closed segment and says so in `line_segment`; all or nothing, so that a build that was killed is
 * done again. Nobody writes to a closed segment, so its lock is in nobody's way but a deletion's. Answers false when another process
 * is at it or somebody held the table.
 */
export async function indexLineSegment(segment: number): Promise<boolean> {
  const part = partitionOf(segment);
  const done = await withLockLimit(async (client) => {
    const lock = await client.query<{ mine: boolean }>("select pg_try_advisory_xact_lock($1, $2) as mine", [
      LOCK_CLASS,
      segment,
    ]);
    if (!lock.rows[0]?.mine) return false;
    if (await exists(client, part)) {
      await client.query(`set local maintenance_work_mem = '${INDEX_MEMORY}'`);
      // One core is somebody else's.
      await client.query("set local max_parallel_maintenance_workers = 0");
      await client.query(
        `create index if not exists ${part}_terms on ${part} using gin (terms) with (fastupdate = off)`,
      );
    }
    await client.query("update line_segment set indexed_at = now() where segment = $1 and indexed_at is null", [
      segment,
    ]);
    return true;
  });
  return done ?? false;
}

/** Drops closed segments that no project has anything in. Answers how many. */
export async function dropEmptySegments(): Promise<number> {
  const { rows } = await pool().query<{ segment: string }>({
    text: `select substring(c.relname from 14)::int8 as segment
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'runtime_line'::regclass and c.relname ~ '^runtime_line_[0-9]+$'
        and substring(c.relname from 14)::int8 < (select last_value >> ${SEGMENT_BITS} from runtime_line_id_seq)
        and not exists (select from line_segment s where s.segment = substring(c.relname from 14)::int8)
      order by segment`,
  });
  let dropped = 0;
  for (const { segment } of rows) if (await dropLineSegment(Number(segment), NOBODY_NEEDS)) dropped += 1;
  return dropped;
}

/** Whether some project still wants lines of segment $1; $2 is now. One that is being deleted wants none. */
const NOBODY_NEEDS = `select from line_segment s join project p on p.id = s.project_id
  where s.segment = $1 and s.max_at >= $2::timestamptz - make_interval(days => p.line_days) and p.deleting_at is null limit 1`;

/**
 * Drops a segment with all lines in it, unless the query says that somebody needs it. Answers false then, or when it could not get hold of
 * the table within a second: nothing has changed.
 */
async function dropLineSegment(segment: number, needs: string, now = new Date()): Promise<boolean> {
  const dropped = await withLockLimit(async (client) => {
    // What dropping a partition locks anyway. Nobody adds lines from here on.
    await client.query("lock table only runtime_line in access exclusive mode");
    const needed = await client.query(needs, [segment, now]);
    if (needed.rowCount !== 0) return false;
    await client.query(`drop table if exists ${partitionOf(segment)}`);
    return true;
  });
  return dropped ?? false;
}

/** Drops a closed segment whose lines are too old in all projects that have some in it. Answers false as `dropEmptySegments` does. */
export function dropExpiredSegment(segment: number, now: Date): Promise<boolean> {
  return dropLineSegment(segment, NOBODY_NEEDS, now);
}

/** The table of a segment. */
export function partitionOf(segment: number): string {
  if (!Number.isSafeInteger(segment) || segment < 0) throw new Error(`${segment} is no segment`);
  return `runtime_line_${segment}`;
}

/** In a transaction that waits a second at most for a lock; null when that was not enough. */
async function withLockLimit<Answer>(work: (client: PoolClient) => Promise<Answer>): Promise<Answer | null> {
  const client = await pool().connect();
  try {
    await client.query("begin");
    await client.query(`set local lock_timeout = ${LOCK_MS_MAX}`);
    const answer = await work(client);
    await client.query("commit");
    return answer;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    if ((error as { code?: string }).code === LOCKED) return null;
    throw error;
  } finally {
    client.release();
  }
}

async function exists(client: PoolClient, table: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>("select to_regclass($1) is not null as there", [table]);
  return rows[0]?.there ?? false;
}
