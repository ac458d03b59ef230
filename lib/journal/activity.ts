import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";

/** A digest waits this long after the first entry, and after the end, so that what belongs together is there. */
const SETTLE_MS = 1_500;
/** New entries of a session that then fell silent are digested after this time. */
const IDLE_MS = 15_000;
/** A live session's digest is repeated at most this often, and only when its journal has doubled (DESIGN §2). */
const REPEAT_MS = 30_000;
/** Somebody who looks at the list asks again within this time; a watched live session is digested this often. */
const WATCHED_MS = 10_000;
const WATCHED_REPEAT_MS = 3_000;
/** Many lookers write once in this time. */
const LOOKED_AGAIN_MS = 2_000;
/** A session that never said that it ended counts as ended after 90 s of silence (`toSession`); then look once more. */
const SILENT_MS = 91_000;

/** In the order of the claim's parameters, from $3 on. */
const DUE_AFTER_MS = [SETTLE_MS, IDLE_MS, REPEAT_MS, SILENT_MS, WATCHED_MS, WATCHED_REPEAT_MS];

/**
 * What is due at $2. A claim that was not finished belongs to a process that died, or to a digest that failed: it is taken up again
 * after a minute, and after twice as long with each attempt, up to an hour.
 */
const IS_DUE = `
  (claimed_at is null or claimed_at <= $2::timestamptz - interval '1 minute' * power(2, least(greatest(attempts, 1) - 1, 6)))
  and ((digested_at is null and (first_at <= $3 or (ended and last_at <= $3)))
    or (ended and last_at <= $3 and journal_bytes <> digested_bytes)
    or (last_at <= $4 and journal_bytes <> digested_bytes)
    or (digested_at <= $5 and journal_bytes >= 2 * digested_bytes)
    or (last_at <= $6 and digested_at <= $5)
    or (watched_at >= $7 and digested_at <= $8 and journal_bytes <> digested_bytes))`;

/** One session with undigested entries, claimed by this process. */
export interface ClaimedActivity {
  projectId: string;
  sessionId: string;
  /** Bytes that were waiting when claimed: hand them to `finishActivity` unchanged. */
  journalBytes: number;
  firstAt: Date;
  lastAt: Date;
  ended: boolean;
  /** This one included; 1 unless an earlier digest did not end. */
  attempts: number;
}

/**
 * Claims up to `limit` sessions whose digest is due at `now`, oldest first, so that no other process takes them within a
 * minute; and one of those whose last digest did not end, for it may be what a process died of, and must not take others
 * with it. The rows are not held while the digest works: senders write to them.
 */
export async function claimDue(limit: number, now: Date): Promise<ClaimedActivity[]> {
  const result = await pool().query<{
    project_id: string;
    session_id: string;
    journal_bytes: string;
    first_at: Date;
    last_at: Date;
    ended: boolean;
    attempts: number;
  }>({
    name: "claim-due-activity",
    text: `
      with sound as (
        select project_id, session_id from activity where attempts = 0 and ${IS_DUE}
        order by first_at limit $1 for update skip locked
      ), suspect as (
        select project_id, session_id from activity where attempts > 0 and ${IS_DUE}
        order by attempts, first_at limit 1 for update skip locked
      ), due as (
        select * from sound union all select * from suspect
      )
      update activity set claimed_at = $2, attempts = attempts + 1 from due
      where activity.project_id = due.project_id and activity.session_id = due.session_id
      returning activity.project_id, activity.session_id, journal_bytes, first_at, last_at, ended, attempts`,
    values: [limit, now, ...DUE_AFTER_MS.map((ms) => before(now, ms))],
  });
  return result.rows.map((row) => ({
    projectId: row.project_id,
    sessionId: row.session_id,
    journalBytes: Number(row.journal_bytes),
    firstAt: row.first_at,
    lastAt: row.last_at,
    ended: row.ended,
    attempts: row.attempts,
  }));
}

function before(now: Date, ms: number): Date {
  return new Date(now.getTime() - ms);
}

/** One digest that is done: `seenBytes` is the claim's `journalBytes`; `isFinal` when nothing more is expected. */
export interface FinishedActivity {
  sessionId: string;
  seenBytes: number;
  isFinal: boolean;
}

/**
 * Ends claims after their digests were saved. A final one leaves the list, unless entries came meanwhile: then it stays
 * due. The condition is in the statement, so an entry that is committed at this moment is not forgotten.
 */
export async function finishActivity(scope: ProjectScope, finished: FinishedActivity[], now: Date): Promise<void> {
  if (finished.length === 0) return;
  await pool().query({
    name: "finish-activity",
    text: `
      with finished as (
        select * from unnest($2::text[], $3::bigint[], $4::bool[]) as f (session_id, seen_bytes, is_final)
      ), done as (
        delete from activity using finished
        where project_id = $1 and activity.session_id = finished.session_id and is_final and journal_bytes = seen_bytes
        returning activity.session_id
      )
      update activity set claimed_at = null, attempts = 0, digested_bytes = seen_bytes, digested_at = $5
      from (select * from finished order by session_id) as finished
      where project_id = $1 and activity.session_id = finished.session_id
        and not (is_final and journal_bytes = seen_bytes)`,
    values: [
      scope.projectId,
      finished.map((one) => one.sessionId),
      finished.map((one) => one.seenBytes),
      finished.map((one) => one.isFinal),
      now,
    ],
  });
}

/**
 * Puts off sessions whose digest failed at `now`: they are due again when a claim would be stale. Also ones that were not claimed
 * (an entry of their room made them due), which are not on the list unless they have entries of their own.
 */
export async function postponeActivity(scope: ProjectScope, sessionIds: string[], now: Date): Promise<void> {
  await pool().query({
    name: "postpone-activity",
    text: `
      insert into activity as known (project_id, session_id, journal_bytes, first_at, last_at, ended, claimed_at, attempts)
      select $1, session_id, 0, $3::timestamptz, $3, true, $3, 1 from unnest($2::text[]) as failed (session_id) order by session_id
      on conflict (project_id, session_id) do update set
        claimed_at = $3, digested_at = null, attempts = greatest(known.attempts, 1)`,
    values: [scope.projectId, [...new Set(sessionIds)], now],
  });
}

/**
 * Puts sessions on the list although nothing new came, to be digested anew. They queue behind what is there: live sessions go on.
 */
export async function redigestActivity(scope: ProjectScope, sessionIds: string[], now: Date): Promise<void> {
  await pool().query({
    name: "redigest-activity",
    text: `
      insert into activity as known (project_id, session_id, journal_bytes, first_at, last_at, ended)
      select project_id, session_id, journal_bytes, $3::timestamptz, $3, true from session
      where project_id = $1 and session_id = any ($2::text[]) order by session_id
      on conflict (project_id, session_id) do update set digested_at = null, digested_bytes = 0`,
    values: [scope.projectId, sessionIds, now],
  });
}

/** How many of these sessions have not been digested since they were put on the list, and how many of them failed. */
export async function countRedigest(
  scope: ProjectScope,
  sessionIds: string[],
): Promise<{ waiting: number; failed: number }> {
  const result = await pool().query<{ waiting: string; failed: string }>({
    name: "count-redigest",
    text: `select count(*) filter (where attempts < 2) as waiting, count(*) filter (where attempts >= 2) as failed
      from activity where project_id = $1 and session_id = any ($2::text[]) and digested_at is null`,
    values: [scope.projectId, sessionIds],
  });
  return { waiting: Number(result.rows[0]?.waiting), failed: Number(result.rows[0]?.failed) };
}

/** Says that somebody looks at these live sessions now, so that their rows in the list keep moving. */
export async function watchActivity(scope: ProjectScope, sessionIds: string[], now: Date): Promise<void> {
  if (sessionIds.length === 0) return;
  await pool().query({
    name: "watch-activity",
    // Ordered like the senders' upsert, so that the two cannot deadlock.
    text: `
      with watched as (
        select project_id, session_id from activity
        where project_id = $1 and session_id = any ($2::text[])
          and (watched_at is null or watched_at < $4)
        order by project_id, session_id for update skip locked
      )
      update activity set watched_at = $3 from watched
      where activity.project_id = watched.project_id and activity.session_id = watched.session_id`,
    values: [scope.projectId, sessionIds, now, before(now, LOOKED_AGAIN_MS)],
  });
}
