import { pool } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { ProjectScope } from "@/lib/model/scope";

/** A count of a project's sessions is believed so long: at ten new sessions a second it is then 600 too low. */
const COUNTED_MS = 60_000;
const DAY_MS = 86_400_000;
/** Soon enough to see that a limit was raised, too late to be a load. */
const RETRY_AFTER_MS = 600_000;

interface Count {
  atMs: number;
  /** Whether the limit was reached. Never rejects. */
  isFull: Promise<boolean>;
  /** The same once it is known, so that hardly any request waits for a promise. */
  known: boolean | null;
}

/** The last count, by project. */
const counted = new Map<string, Count>();

/**
 * Refuses requests that would begin new sessions while the project has had `sessionsMax` in the last 24 hours; entries of
 * known sessions pass. It stops senders that invent ids without end, not anybody's good day, so the count may be a minute old.
 * Nothing to wait for when it is known that there is room. Errors: `limited`.
 */
export function admitSessions(
  scope: ProjectScope,
  sessionIds: string[],
  sessionsMax: number,
  nowMs: number,
): Promise<void> | undefined {
  if (sessionIds.length === 0) return undefined;
  const last = lastCount(scope, sessionsMax, nowMs);
  return last.known === false ? undefined : refuseNew(scope, sessionIds, { sessionsMax, isFull: last.isFull });
}

async function refuseNew(
  scope: ProjectScope,
  sessionIds: string[],
  { sessionsMax, isFull }: { sessionsMax: number; isFull: Promise<boolean> },
): Promise<void> {
  if (!(await isFull)) return;
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

function lastCount(scope: ProjectScope, sessionsMax: number, nowMs: number): Count {
  const last = counted.get(scope.projectId);
  if (last && nowMs - last.atMs < COUNTED_MS) return last;
  const count: Count = { atMs: nowMs, isFull: countedFull(scope, sessionsMax, nowMs), known: null };
  count.isFull.then((isFull) => {
    count.known = isFull;
  });
  counted.set(scope.projectId, count);
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
