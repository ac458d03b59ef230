import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";

/** Says that these jobs were looked at: they come again with their next line, or when their worker ends badly. */
export async function setJobsChecked(
  scope: ProjectScope,
  jobs: { worker: string; jobId: string; lastAt: Date }[],
  now: Date,
): Promise<void> {
  if (jobs.length === 0) return;
  await pool().query({
    name: "set-jobs-checked",
    // A line that came meanwhile has moved `last_at`: then the job is looked at again.
    text: `update worker_job set checked_at = $5
      from unnest($2::text[], $3::text[], $4::timestamptz[]) as checked (worker, job_id, last_at)
      where project_id = $1 and worker_job.worker = checked.worker and worker_job.job_id = checked.job_id
        and worker_job.last_at = checked.last_at`,
    values: [
      scope.projectId,
      jobs.map(({ worker }) => worker),
      jobs.map(({ jobId }) => jobId),
      jobs.map(({ lastAt }) => lastAt),
      now,
    ],
  });
}
