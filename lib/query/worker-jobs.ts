import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";
import type { Worker, WorkerJob } from "@/lib/model/workers";
import { STATUS_NOW } from "./session-rows";
import { isActive } from "./worker-state";

interface JobRow {
  job_id: string;
  room_id: string | null;
  room_name: string | null;
  started_at: Date;
  ended_at: Date | null;
  duration_ms: number | null;
  job_state: WorkerJob["state"] | null;
  session_id: string | null;
  status: "live" | "ended" | "failed" | null;
  error_count: string;
  last_error: string | null;
  close_reason: string | null;
}

const JOBS_MAX = 200;

/**
 * The jobs that a worker took, the latest first: those that its lines name, and sessions that name the worker. What the session
 * says of length and result counts for more than what the lines do.
 */
export async function listWorkerJobs(scope: ProjectScope, worker: Worker): Promise<WorkerJob[]> {
  const { rows } = await pool().query<JobRow>({
    name: "list-worker-jobs",
    text: `with known as (
        select job_id from worker_job where project_id = $1 and worker = $2
        union select session_id from session where project_id = $1 and worker_id = any ($3::text[])
      )
      select known.job_id, coalesce(s.room_id, j.room_id) as room_id, coalesce(s.room_name, j.room_name) as room_name,
        coalesce(s.started_at, j.first_at) as started_at, s.ended_at,
        coalesce(s.duration_ms, extract(epoch from j.last_at - j.first_at)::float8 * 1000) as duration_ms,
        j.state as job_state, s.session_id, case when s.session_id is not null then ${STATUS_NOW} end as status,
        coalesce(j.error_count, s.error_count, 0) as error_count, j.last_error, s.close_reason
      from known
      left join worker_job j on j.project_id = $1 and j.worker = $2 and j.job_id = known.job_id
      left join session s on s.project_id = $1 and s.session_id = known.job_id
      order by started_at desc, known.job_id limit ${JOBS_MAX}`,
    values: [scope.projectId, worker.id, [worker.livekitId, ...worker.earlierLivekitIds]],
  });
  return rows.map((row) => toJob(row, worker));
}

function toJob(row: JobRow, worker: Worker): WorkerJob {
  const state = stateOf(row, worker);
  return {
    jobId: row.job_id,
    roomId: row.room_id,
    roomName: row.room_name,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    durationMs: state === "running" ? null : row.duration_ms,
    state,
    sessionId: row.session_id,
    errorCount: Number(row.error_count),
    lastError: row.last_error,
    closeReason: row.close_reason,
  };
}

/** Of a job without a session only the lines tell; one whose worker is gone does not run, whatever they said last. */
function stateOf({ status, job_state }: JobRow, worker: Worker): WorkerJob["state"] {
  if (status !== null) return status === "live" ? "running" : status;
  if (job_state !== "running" && job_state !== null) return job_state;
  if (isActive(worker.state)) return "running";
  return worker.state === "exited" ? "ended" : "failed";
}
