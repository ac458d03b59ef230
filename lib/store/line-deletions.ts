import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";
import { partitionOf } from "./line-segments";

/** Lines that one statement deletes: short enough for everybody else to pass between two. */
const BATCH_ROWS = 5_000;

/** What one project has in one segment. */
export interface SegmentShare {
  segment: number;
  minAt: Date;
  maxAt: Date;
  lineCount: number;
  sizeBytes: number;
}

/** Rows and bytes that were found or deleted. */
export interface TakenLines {
  rows: number;
  bytes: number;
}

const LOCK_CLASS_OF_LINES = 7_013;

/** The project's shares of segments with lines between the instants, the oldest segment first. */
export async function listSegmentShares(scope: ProjectScope, from: Date | null, to: Date): Promise<SegmentShare[]> {
  const { rows } = await pool().query<{
    segment: string;
    min_at: Date;
    max_at: Date;
    line_count: string;
    size_bytes: string;
  }>({
    name: "list-segment-shares",
    text: `select segment, min_at, max_at, line_count, size_bytes from line_segment
      where project_id = $1 and min_at < $2 and ($3::timestamptz is null or max_at >= $3) order by segment`,
    values: [scope.projectId, to, from],
  });
  return rows.map((row) => ({
    segment: Number(row.segment),
    minAt: row.min_at,
    maxAt: row.max_at,
    lineCount: Number(row.line_count),
    sizeBytes: Number(row.size_bytes),
  }));
}

/** Which lines of a segment: older than an instant, or of jobs between two instants. */
export interface LineChoice {
  from: Date | null;
  before: Date;
  sessionIds: string[] | null;
}

const CHOSEN = `project_id = $1 and at < $2 and ($3::timestamptz is null or at >= $3)
  and ($4::text[] is null or session_id = any ($4))`;

function chosen(scope: ProjectScope, { from, before, sessionIds }: LineChoice): unknown[] {
  return [scope.projectId, before, from, sessionIds];
}

/** How many of them there are. */
export async function sumLines(scope: ProjectScope, segment: number, choice: LineChoice): Promise<TakenLines> {
  if (!(await isThere(segment))) return { rows: 0, bytes: 0 };
  const { rows } = await pool().query<{ rows: string; bytes: string }>(
    `select count(*) as rows, coalesce(sum(octet_length(raw)), 0) as bytes from ${partitionOf(segment)} where ${CHOSEN}`,
    chosen(scope, choice),
  );
  return { rows: Number(rows[0]?.rows), bytes: Number(rows[0]?.bytes) };
}

/**
 * Deletes one batch of them, and takes them out of the counts by minute and segment; answers how many there were, 0 at the end. The
 * project's lock keeps it in one order with intake.
 */
export async function deleteLines(scope: ProjectScope, segment: number, choice: LineChoice): Promise<TakenLines> {
  if (!(await isThere(segment))) return { rows: 0, bytes: 0 };
  const part = partitionOf(segment);
  const { rows } = await pool().query<{ rows: string; bytes: string }>(
    `with locked as materialized (select pg_advisory_xact_lock(${LOCK_CLASS_OF_LINES}, hashtext($1))),
      gone as (
        delete from ${part} where ctid = any (array(
          select ctid from ${part}, locked where ${CHOSEN} limit ${BATCH_ROWS}))
        returning at, coalesce(level, 0) as level, coalesce(dropped, 0) as dropped, octet_length(raw) as bytes
      ), minutes as (
        select date_trunc('minute', at) as minute, level, count(*) as lines, sum(dropped) as dropped from gone group by 1, 2
      ), counted as (
        update line_minute m set line_count = m.line_count - minutes.lines, dropped_count = m.dropped_count - minutes.dropped
        from minutes where m.project_id = $1 and m.minute = minutes.minute and m.level = minutes.level
      ), shared as (
        update line_segment s set line_count = s.line_count - (select count(*) from gone),
          size_bytes = s.size_bytes - coalesce((select sum(bytes) from gone), 0)
        where s.project_id = $1 and s.segment = ${segment} and exists (select from gone)
      )
      select count(*) as rows, coalesce(sum(bytes), 0) as bytes from gone`,
    chosen(scope, choice),
  );
  return { rows: Number(rows[0]?.rows), bytes: Number(rows[0]?.bytes) };
}

/** Says that nothing of the project is in the segment any more, or nothing before the instant. */
export async function saveSegmentShare(scope: ProjectScope, segment: number, before: Date): Promise<void> {
  await pool().query({
    name: "save-segment-share",
    text: `with left_over as (
        update line_segment set min_at = $3 where project_id = $1 and segment = $2 and max_at >= $3 and min_at < $3)
      delete from line_segment where project_id = $1 and segment = $2 and max_at < $3`,
    values: [scope.projectId, segment, before],
  });
}

/** What is kept of workers and minutes beside their lines. The minute of the instant itself stays. */
const AGED = {
  line_minute: "minute < date_trunc('minute', $2::timestamptz)",
  worker: "last_seen_at < $2 and coalesce(last_line_at, last_seen_at) < $2",
  worker_job: "last_at < $2",
} as const;
const TABLES = Object.keys(AGED) as (keyof typeof AGED)[];

/** How many rows about lines before the instant there are. */
export async function countAgedRows(scope: ProjectScope, before: Date): Promise<number> {
  const counts = TABLES.map((table) => `(select count(*) from ${table} where project_id = $1 and ${AGED[table]})`);
  const { rows } = await pool().query<{ rows: string }>({
    name: "count-aged-line-rows",
    text: `select ${counts.join(" + ")} as rows`,
    values: [scope.projectId, before],
  });
  return Number(rows[0]?.rows);
}

/** Deletes one batch of each; answers how many there were, 0 at the end. */
export async function deleteAgedRows(scope: ProjectScope, before: Date): Promise<number> {
  const gone = TABLES.map(
    (table) => `gone_${table} as (delete from ${table} where project_id = $1 and ctid = any (array(
      select ctid from ${table} where project_id = $1 and ${AGED[table]} limit ${BATCH_ROWS})) returning 1)`,
  );
  const { rows } = await pool().query<{ rows: string }>({
    name: "delete-aged-line-rows",
    text: `with ${gone.join(", ")} select ${TABLES.map((table) => `(select count(*) from gone_${table})`).join(" + ")} as rows`,
    values: [scope.projectId, before],
  });
  return Number(rows[0]?.rows);
}

/** Between which instants the lines of these jobs lie; null when there are none. */
export async function findJobLines(scope: ProjectScope, jobIds: string[]): Promise<{ from: Date; to: Date } | null> {
  const { rows } = await pool().query<{ from: Date | null; to: Date | null }>({
    name: "find-job-lines",
    text: `select min(first_at) as from, max(last_at) as to from worker_job where project_id = $1 and job_id = any ($2::text[])`,
    values: [scope.projectId, jobIds],
  });
  const { from = null, to = null } = rows[0] ?? {};
  return from && to ? { from, to } : null;
}

/** Forgets that workers had these jobs; answers how many rows said so. */
export async function deleteWorkerJobs(scope: ProjectScope, jobIds: string[]): Promise<number> {
  const result = await pool().query({
    name: "delete-worker-jobs",
    text: "delete from worker_job where project_id = $1 and job_id = any ($2::text[])",
    values: [scope.projectId, jobIds],
  });
  return result.rowCount ?? 0;
}

async function isThere(segment: number): Promise<boolean> {
  const { rows } = await pool().query<{ there: boolean }>("select to_regclass($1) is not null as there", [
    partitionOf(segment),
  ]);
  return rows[0]?.there ?? false;
}
