import { pool } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Build, Deployment } from "@/lib/model/agents";
import type { ProjectScope } from "@/lib/model/scope";
import type { Worker } from "@/lib/model/workers";
import { isActive } from "./worker-state";

interface DeploymentRow {
  agent: string;
  version: string;
  commit: string | null;
  deployed_by: string | null;
  first_seen_at: Date;
  deployed_at: Date | null;
  latest_at: Date | null;
  last_seen_at: Date | null;
  worker_count: number;
  build_status: Build["status"] | null;
  build_started_at: Date | null;
  build_ended_at: Date | null;
  build_log_blob_key: string | null;
  build_log_bytes: string | null;
  build_log_error: string | null;
}

const DEPLOYMENTS_MAX = 1_000;

/**
 * The versions of one agent, or of all, the one that was started last first: those that workers call themselves by, and those that
 * a build log was sent for. `recent`: the workers that were heard of within a day (`listRecentWorkers`), which tell what runs.
 */
export async function listDeployments(
  scope: ProjectScope,
  agent: string | null,
  recent: readonly Worker[],
): Promise<Deployment[]> {
  const { rows } = await pool().query<DeploymentRow>({
    name: "list-deployments",
    text: `with of_workers as (
        select agent, deployment as version, min(started_at) as first_at, max(started_at) as latest_at,
          max(last_seen_at) as last_seen_at, count(*)::int as worker_count
        from worker where project_id = $1 and ($2::text is null or agent = $2) and deployment <> ''
        group by agent, deployment
      ), kept as (select * from deployment where project_id = $1 and ($2::text is null or agent = $2))
      select agent, version, k.commit, k.deployed_by,
        least(k.first_seen_at, w.first_at) as first_seen_at, least(k.deployed_at, w.first_at) as deployed_at,
        coalesce(w.latest_at, k.deployed_at) as latest_at, w.last_seen_at, coalesce(w.worker_count, 0) as worker_count,
        k.build_status, k.build_started_at, k.build_ended_at, k.build_log_blob_key, k.build_log_bytes, k.build_log_error
      from kept k full join of_workers w using (agent, version)
      order by coalesce(w.latest_at, k.deployed_at, k.first_seen_at) desc, agent, version desc limit ${DEPLOYMENTS_MAX}`,
    values: [scope.projectId, agent],
  });
  const current = currentVersions(rows);
  return rows.map((row) => toDeployment(row, current.get(row.agent) === row.version, recent));
}

/** Of each agent the version that was started last: going back to an older one starts that one again. */
function currentVersions(rows: DeploymentRow[]): Map<string, string> {
  const current = new Map<string, string>();
  // Rows come with the one that was started last first.
  for (const { agent, version, latest_at } of rows) {
    if (latest_at !== null && !current.has(agent)) current.set(agent, version);
  }
  return current;
}

function toDeployment(row: DeploymentRow, isCurrent: boolean, recent: readonly Worker[]): Deployment {
  const { agent, version } = row;
  const active = recent.filter((one) => one.agent === agent && one.deployment === version && isActive(one.state));
  return {
    agent,
    version,
    commit: row.commit,
    deployedBy: row.deployed_by,
    firstSeenAt: row.first_seen_at.toISOString(),
    deployedAt: row.deployed_at?.toISOString() ?? null,
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    isCurrent,
    isActive: active.length > 0,
    isDraining: active.length > 0 && active.every(({ state }) => state === "draining"),
    workerCount: row.worker_count,
    activeWorkerCount: active.length,
    build: toBuild(row),
  };
}

function toBuild(row: DeploymentRow): Build | null {
  if (row.build_status === null) return null;
  const { build_started_at: startedAt, build_ended_at: endedAt } = row;
  return {
    status: row.build_status,
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    durationMs: startedAt && endedAt ? endedAt.getTime() - startedAt.getTime() : null,
    hasLog: row.build_log_blob_key !== null,
    sizeBytes: row.build_log_bytes === null ? null : Number(row.build_log_bytes),
    error: row.build_log_error,
  };
}

/**
 * Where the build log of a version lies.
 * Errors: `not-found`, in words that tell a version that is not known from a log that is not there.
 */
export async function loadBuildLogKey(
  scope: ProjectScope,
  agent: string,
  version: string,
): Promise<{ blobKey: string; sizeBytes: number }> {
  const { rows } = await pool().query<{ key: string | null; bytes: string | null; status: string | null }>({
    name: "load-build-log-key",
    text: `select build_log_blob_key as key, build_log_bytes as bytes, build_status as status from deployment
      where project_id = $1 and agent = $2 and version = $3`,
    values: [scope.projectId, agent, version],
  });
  const row = rows[0];
  if (row?.key) return { blobKey: row.key, sizeBytes: Number(row.bytes ?? 0) };
  const what = row?.status
    ? "was removed: logs are kept while a version runs and of the last 20"
    : "is not here: nobody sent one (earshot build-log)";
  throw new AppError("not-found", `The build log of ${agent} ${version} ${what}.`);
}
