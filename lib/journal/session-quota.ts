import { pool } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { ProjectScope } from "@/lib/model/scope";

/** A count of a project's sessions is believed so long: at ten new sessions a second it is then 600 too low. */
const COUNTED_MS = 60_000;
const DAY_MS = 86_400_000;
/** Soon enough to see that a limit was raised, too late to be a load. */
const RETRY_AFTER_MS = 600_000;

/** When counted, and whether the limit was reached, by project. */
const counted = new Map<string, { atMs: number; isFull: Promise<boolean> }>();

/**
 * Refuses requests that would begin new sessions while the project has had `sessionsMax` in the last 24 hours; entries of
 * known sessions pass. It stops senders that invent ids without end, not anybody's good day, so the count may be a minute old.
 * Errors: `limited`.
 */
export async function admitSessions(scope: ProjectScope, sessionIds: string[], sessionsMax: number): Promise<void> {
  if (sessionIds.length === 0 || !(await isFull(scope, sessionsMax))) return;
  const known = await pool().query({
    name: "known-sessions",
    text: `select session_id from session where project_id = $1 and session_id = any ($2::text[])
      union select session_id from activity where project_id = $1 and session_id = any ($2::text[])`,
    values: [scope.projectId, sessionIds],
  });
  if (known.rows.length === new Set(sessionIds).size) return;
  const words = `This project has had ${sessionsMax} new sessions in 24 hours, the limit (SESSIONS_PER_DAY_MAX).`;
  throw new AppError("limited", `${words} Sessions that have begun go on.`, { retryAfterMs: RETRY_AFTER_MS });
}

async function isFull(scope: ProjectScope, sessionsMax: number): Promise<boolean> {
  const nowMs = Date.now();
  const last = counted.get(scope.projectId);
  if (last && nowMs - last.atMs < COUNTED_MS) return last.isFull;
  const count = countedFull(scope, sessionsMax, nowMs);
  counted.set(scope.projectId, { atMs: nowMs, isFull: count });
  return count;
}

/** A database that cannot say it does not decide: whether it takes the entries is seen when they are written. */
async function countedFull(scope: ProjectScope, sessionsMax: number, nowMs: number): Promise<boolean> {
  try {
    const result = await pool().query<{ count: string }>({
      name: "count-new-sessions",
      text: `select count(*) from (
        select from session where project_id = $1 and started_at >= $2 limit $3) as newest`,
      values: [scope.projectId, new Date(nowMs - DAY_MS), sessionsMax],
    });
    return Number(result.rows[0]?.count) >= sessionsMax;
  } catch {
    counted.delete(scope.projectId);
    return false;
  }
}
