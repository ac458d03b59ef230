import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";
import type { Worker } from "@/lib/model/workers";
import { SIDECAR_LOST_MS } from "./worker-state";
import { loadWorkers } from "./workers";

/** A job in the output of a worker, of which nobody knows yet whether it became a session. */
export interface QuietJob {
  worker: Worker;
  jobId: string;
  roomId: string | null;
  roomName: string | null;
  firstAt: Date;
  lastAt: Date;
  /** Anything of it is here: telemetry, a session, or the word that it was deleted. */
  hasSession: boolean;
}

/** So long after its last line a job that failed has said all that it will. */
const QUIET_MS = 30_000;

/**
 * Jobs whose worker has printed nothing about them for half a minute, or is over, and that were not looked at since; the oldest
 * first. A job that went on when it was looked at comes again with its next line, or when its worker crashes or falls silent.
 */
export async function listQuietJobs(scope: ProjectScope, limit: number, nowMs = Date.now()): Promise<QuietJob[]> {
  const { rows } = await pool().query<{
    worker: string;
    job_id: string;
    room_id: string | null;
    room_name: string | null;
    first_at: Date;
    last_at: Date;
    has_session: boolean;
  }>({
    name: "list-quiet-jobs",
    text: `select j.worker, j.job_id, j.room_id, j.room_name, j.first_at, j.last_at, (
        exists (select from session s where s.project_id = $1 and s.session_id = j.job_id)
        or exists (select from activity a where a.project_id = $1 and a.session_id = j.job_id)
        or exists (select from session_deletion d where d.project_id = $1 and d.session_id = j.job_id)) as has_session
      from worker_job j join worker w on w.project_id = j.project_id and w.id = j.worker
      where j.project_id = $1 and starts_with(j.job_id, 'AJ_') and (
        (j.checked_at is null and (w.state in ('exited', 'crashed')
          or j.last_at - coalesce(w.clock_offset_ms, 0) * interval '1 ms' < $2))
        or (j.state = 'running' and j.checked_at < w.last_seen_at + $3 * interval '1 ms'
          and w.state not in ('exited', 'crashed') and w.last_seen_at + $3 * interval '1 ms' < $4))
      order by j.last_at, j.worker, j.job_id limit $5`,
    values: [scope.projectId, new Date(nowMs - QUIET_MS), SIDECAR_LOST_MS, new Date(nowMs), limit],
  });
  const workers = new Map(
    (await loadWorkers(scope, [...new Set(rows.map(({ worker }) => worker))], nowMs)).map((one) => [one.id, one]),
  );
  return rows.flatMap((row) => {
    const worker = workers.get(row.worker);
    if (!worker) return [];
    return [
      {
        worker,
        jobId: row.job_id,
        roomId: row.room_id,
        roomName: row.room_name,
        firstAt: row.first_at,
        lastAt: row.last_at,
        hasSession: row.has_session,
      },
    ];
  });
}
