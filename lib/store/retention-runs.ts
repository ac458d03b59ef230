import { randomUUID } from "node:crypto";
import { pool } from "@/lib/db";
import type { Taken } from "@/lib/model/retention";
import type { ProjectScope } from "@/lib/model/scope";

/** A claim this old belongs to a process that died; whoever works on a run says so with each step. */
const STALE_CLAIM_MS = 60_000;

/** A run with the project's days as they are now; the background process takes it within a second. Answers its id. */
export async function saveRetentionRun(
  scope: ProjectScope,
  run: { dryRun: boolean; askedBy: string; now: Date },
): Promise<string> {
  const id = randomUUID();
  await pool().query({
    name: "save-retention-run",
    text: `insert into retention_run (project_id, id, state, dry_run, asked_by, cutoff_at, started_at)
      select id, $2, 'running', $3, $4, $5::timestamptz - make_interval(hours => 24 * session_days), $5
      from project where id = $1`,
    values: [scope.projectId, id, run.dryRun, run.askedBy, run.now],
  });
  return id;
}

/** A run that this process works on now. */
export interface ClaimedRun {
  projectId: string;
  id: string;
  dryRun: boolean;
  askedBy: string;
  cutoffAt: Date;
}

/**
 * Claims the oldest run that nobody works on, of a project in which no other runs. One that was begun and not ended is taken up again:
 * what it has deleted stays counted; a dry one begins anew.
 */
export async function claimRetentionRun(now: Date): Promise<ClaimedRun | null> {
  const { rows } = await pool().query<{
    project_id: string;
    id: string;
    dry_run: boolean;
    asked_by: string;
    cutoff_at: Date;
  }>({
    name: "claim-retention-run",
    text: `
      with due as (
        select project_id, id from retention_run r
        where ended_at is null and (claimed_at is null or claimed_at <= $2)
          and not exists (select from retention_run other where other.project_id = r.project_id and other.id <> r.id
            and other.ended_at is null and other.claimed_at > $2)
        order by started_at limit 1 for update skip locked
      )
      update retention_run r set claimed_at = $1,
        sessions = case when dry_run then 0 else sessions end, rows = case when dry_run then 0 else rows end,
        blobs = case when dry_run then 0 else blobs end, bytes = case when dry_run then 0 else bytes end
      from due where r.project_id = due.project_id and r.id = due.id
      returning r.project_id, r.id, dry_run, asked_by, cutoff_at`,
    values: [now, new Date(now.getTime() - STALE_CLAIM_MS)],
  });
  const [row] = rows;
  if (!row) return null;
  return {
    projectId: row.project_id,
    id: row.id,
    dryRun: row.dry_run,
    askedBy: row.asked_by,
    cutoffAt: row.cutoff_at,
  };
}

/** Adds what one step took, and says that the run is being worked on. */
export async function saveRunStep(scope: ProjectScope, runId: string, taken: Taken, now: Date): Promise<void> {
  await pool().query({
    name: "save-retention-step",
    text: `update retention_run set sessions = sessions + $3, rows = rows + $4, blobs = blobs + $5, bytes = bytes + $6,
      claimed_at = $7 where project_id = $1 and id = $2`,
    values: [scope.projectId, runId, taken.sessions, taken.rows, taken.blobs, taken.bytes, now],
  });
}

/** Ends a run; with a failure, what it did until then is done. */
export async function finishRetentionRun(
  scope: ProjectScope,
  runId: string,
  failure: string | null,
  now: Date,
): Promise<void> {
  await pool().query({
    name: "finish-retention-run",
    text: `update retention_run set state = case when $3::text is null then 'done' else 'failed' end, failure = $3, ended_at = $4
      where project_id = $1 and id = $2`,
    values: [scope.projectId, runId, failure, now],
  });
}

/**
 * Makes the daily run of every project that had none for a day and is a day old itself, so that what was sent by mistake under an old
 * date is there for a day at least. Answers how many. Safe to call by several processes.
 */
export async function saveDailyRuns(dailyName: string, now: Date): Promise<number> {
  const { rowCount } = await pool().query({
    name: "save-daily-retention",
    text: `insert into retention_run (project_id, id, state, dry_run, asked_by, cutoff_at, started_at)
      select p.id, $1 || '-' || to_char($2::timestamptz at time zone 'UTC', 'YYYYMMDD'), 'running', false, $1,
        $2::timestamptz - make_interval(hours => 24 * p.session_days), $2
      from project p
      where p.deleting_at is null and p.created_at <= $2::timestamptz - interval '1 day'
        and not exists (select from retention_run r where r.project_id = p.id and r.asked_by = $1
          and r.started_at > $2::timestamptz - interval '1 day')
      on conflict do nothing`,
    values: [dailyName, now],
  });
  return rowCount ?? 0;
}

/** Runs are listed for a year. */
const RUN_DAYS = 365;

/** Forgets runs and receipts that are older than a year, and deletions that nothing can come after any more. */
export async function deleteOldRuns(now: Date): Promise<void> {
  await pool().query({
    text: "delete from retention_run where ended_at < $1::timestamptz - make_interval(days => $2)",
    values: [now, RUN_DAYS],
  });
}
