import { pipeline } from "node:stream/promises";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { pool } from "@/lib/db";
import { COPY_HEADER, COPY_TRAILER } from "./copy-rows";
import { type LineBatch, type LineChanges, type SavedLines, toLineChanges } from "./line-changes";
import { COPIED_COLUMNS, type PackedLine } from "./line-pack";
import { takeRepeated } from "./line-requests";
import {
  END_JOBS,
  jobValues,
  minuteValues,
  SEGMENTS_BETWEEN,
  UPSERT_JOBS,
  UPSERT_MINUTES,
  UPSERT_SEGMENT,
  UPSERT_WORKERS,
  workerValues,
} from "./line-statements";
import type { StoredWorker } from "./worker-changes";

/** Ids of a segment: 2^18. Source: prisma/migrations/0013_lines. */
const SEGMENT_BITS = 18n;

/** First of the two keys of advisory locks on a project's lines, so that they meet no other's. */
const LOCK_CLASS = 7_013;

/**
 * Stores the requests of one project in one transaction, and answers what became of the lines of each. The project's lock comes
 * first: only so do ids go up in the order of commits, which is what a reader's cursor relies on.
 * Errors: those of the database; then nothing of any of them is stored.
 */
export async function flushLines(projectId: string, batches: readonly LineBatch[]): Promise<SavedLines[]> {
  const client = await pool().connect();
  let failure: unknown;
  try {
    await client.query("begin");
    const firstId = await lockProject(client, projectId);
    const digests = batches.map(({ digest }) => digest);
    const repeated = await takeRepeated(client, projectId, digests);
    const changes = toLineChanges(batches, await lockWorkers(client, projectId, batches), repeated);
    await write(client, projectId, changes, firstId);
    await client.query("commit");
    return changes.saved;
  } catch (error) {
    failure = error;
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    // A connection that failed within COPY may not have seen the end of it: it is not used again.
    client.release(failure instanceof Error ? failure : undefined);
  }
}

/** Waits for the project's other flushes, and answers an id below all that the rows of this one will get. */
async function lockProject(client: PoolClient, projectId: string): Promise<bigint> {
  const { rows } = await client.query<{ id: string }>({
    name: "lock-lines",
    text: `with locked as materialized (select pg_advisory_xact_lock(${LOCK_CLASS}, hashtext($1)))
      select nextval('runtime_line_id_seq') as id from locked`,
    values: [projectId],
  });
  return BigInt(rows[0]?.id ?? 0);
}

async function lockWorkers(
  client: PoolClient,
  projectId: string,
  batches: readonly LineBatch[],
): Promise<StoredWorker[]> {
  const ids = new Set(batches.flatMap(({ workers }) => workers.map(({ id }) => id)));
  const { rows } = await client.query<StoredWorker>({
    name: "lock-workers",
    text: `select id, seen::text as seen, state, livekit_id, earlier_livekit_ids, exit_code, exit_signal, ended_at,
        clock_offset_ms
      from worker where project_id = $1 and id = any ($2::text[]) order by id for update`,
    values: [projectId, [...ids]],
  });
  return rows;
}

async function write(client: PoolClient, projectId: string, changes: LineChanges, firstId: bigint): Promise<void> {
  const { rows, workers, jobs, minutes } = changes;
  if (rows.length > 0) {
    await copyRows(client, rows);
    await writeSegments(client, projectId, changes, firstId);
    await client.query({ ...UPSERT_MINUTES, values: minuteValues(projectId, minutes) });
  }
  if (workers.length > 0) await client.query({ ...UPSERT_WORKERS, values: workerValues(projectId, workers) });
  if (jobs.length > 0) await client.query({ ...UPSERT_JOBS, values: jobValues(projectId, jobs) });
  const ended = workers.filter(({ hasEnded }) => hasEnded);
  if (ended.length > 0) {
    const crashed = ended.filter(({ state }) => state === "crashed").map(({ id }) => id);
    await client.query({ ...END_JOBS, values: [projectId, ended.map(({ id }) => id), crashed] });
  }
}

/** Writes the rows by COPY, in their order. Ids and the time of receipt are the database's. */
async function copyRows(client: PoolClient, rows: readonly PackedLine[]): Promise<void> {
  await pipeline(
    joined(rows),
    client.query(copyFrom(`copy runtime_line (${COPIED_COLUMNS}) from stdin (format binary)`)),
  );
}

/** The bytes of a COPY; rows that stand behind each other as one piece. */
function* joined(rows: readonly PackedLine[]): Generator<Buffer> {
  yield COPY_HEADER;
  let first = rows[0]?.row;
  let last = first;
  for (const { row } of rows) {
    if (!first || !last) return;
    if (row !== first && (row.chunk !== last.chunk || row.from !== last.to)) {
      yield first.chunk.subarray(first.from, last.to);
      first = row;
    }
    last = row;
  }
  if (first && last) yield first.chunk.subarray(first.from, last.to);
  yield COPY_TRAILER;
}

/** Nearly always all rows are in one segment; where they are not, the database is asked which are where. */
async function writeSegments(
  client: PoolClient,
  projectId: string,
  { rows, minAtMs, maxAtMs, sizeBytes }: LineChanges,
  firstId: bigint,
): Promise<void> {
  const last = await client.query<{ id: string }>({
    name: "last-line",
    text: "select currval('runtime_line_id_seq') as id",
  });
  const lastId = BigInt(last.rows[0]?.id ?? 0);
  const range = [new Date(minAtMs), new Date(maxAtMs)];
  const isOne = firstId >> SEGMENT_BITS === lastId >> SEGMENT_BITS;
  if (isOne) {
    const values = [projectId, lastId >> SEGMENT_BITS, ...range, rows.length, sizeBytes];
    await client.query({ ...UPSERT_SEGMENT, values });
  } else {
    await client.query({ ...SEGMENTS_BETWEEN, values: [projectId, firstId, lastId, ...range] });
  }
}
