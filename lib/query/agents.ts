import { pool } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Agent, AgentAnswer, Deployment } from "@/lib/model/agents";
import type { ProjectScope } from "@/lib/model/scope";
import type { Worker } from "@/lib/model/workers";
import { listDeployments } from "./deployments";
import { loadLineConditions } from "./line-conditions";
import { isActive } from "./worker-state";
import { listRecentWorkers, listWorkers } from "./workers";

/** What an agent is known by besides its deployments and the workers of a day. */
interface KnownAgent {
  name: string;
  lastSeenAt: Date | null;
  sessionCount: number;
  failedCount: number;
}

/**
 * The agents of the project, by name: whatever workers, build logs or sessions call by a name.
 */
export async function listAgents(scope: ProjectScope, nowMs = Date.now()): Promise<Agent[]> {
  const [known, recent] = await Promise.all([listKnown(scope, null, nowMs), listRecentWorkers(scope, null, nowMs)]);
  const deployments = await listDeployments(scope, null, recent);
  return known.map((agent) => toAgent(agent, deployments, recent));
}

const WORKERS_MAX = 200;

/** One agent with its versions and its workers. Errors: `not-found`. */
export async function loadAgent(scope: ProjectScope, name: string, nowMs = Date.now()): Promise<AgentAnswer> {
  const [[known], recent, workers, conditions] = await Promise.all([
    listKnown(scope, name, nowMs),
    listRecentWorkers(scope, name, nowMs),
    listWorkers(scope, { agent: name, limit: WORKERS_MAX }, nowMs),
    loadLineConditions(scope),
  ]);
  if (!known)
    throw new AppError("not-found", `This project has no agent ${name}: no worker, build log or session names it.`);
  const deployments = await listDeployments(scope, name, recent);
  return { agent: toAgent(known, deployments, recent), deployments, workers, conditions };
}

const DAY_MS = 24 * 3600 * 1000;

/**
 * Names stand in three tables. Of sessions there may be millions: their names are found by hopping from one to the next along the
 * index, and only a day of each is counted.
 */
async function listKnown(scope: ProjectScope, name: string | null, nowMs: number): Promise<KnownAgent[]> {
  const { rows } = await pool().query<{
    name: string;
    last_seen_at: Date | null;
    session_count: number;
    failed_count: number;
  }>({
    name: "list-known-agents",
    text: `with recursive hop as (
        (select agent_name as name from session where project_id = $1 and agent_name is not null order by agent_name limit 1)
        union all
        select (select agent_name from session where project_id = $1 and agent_name > hop.name order by agent_name limit 1)
        from hop where hop.name is not null
      ), known as (
        select name from hop where name is not null
        union select agent from worker where project_id = $1
        union select agent from deployment where project_id = $1
      )
      select name, greatest(w.last_seen_at, s.last_at) as last_seen_at, s.session_count, s.failed_count
      from known
      cross join lateral (select max(last_seen_at) as last_seen_at from worker where project_id = $1 and agent = name) w
      cross join lateral (
        select max(started_at) as last_at, count(*) filter (where started_at > $3)::int as session_count,
          count(*) filter (where started_at > $3 and status = 'failed')::int as failed_count
        from (
          (select started_at, status from session where project_id = $1 and agent_name = name order by started_at desc limit 1)
          union all
          (select started_at, status from session where project_id = $1 and agent_name = name and started_at > $3
            order by started_at desc offset 1)
        ) of_it
      ) s
      where name <> '' and ($2::text is null or name = $2)
      order by name`,
    values: [scope.projectId, name, new Date(nowMs - DAY_MS)],
  });
  return rows.map((row) => ({
    name: row.name,
    lastSeenAt: row.last_seen_at,
    sessionCount: row.session_count,
    failedCount: row.failed_count,
  }));
}

function toAgent(known: KnownAgent, deployments: readonly Deployment[], recent: readonly Worker[]): Agent {
  const own = recent.filter(({ agent }) => agent === known.name);
  const active = own.filter(({ state }) => isActive(state));
  const versions = deployments.filter(({ agent }) => agent === known.name);
  const current = versions.find(({ isCurrent }) => isCurrent);
  return {
    id: known.name,
    name: known.name,
    version: current?.version ?? null,
    deployedAt: current?.deployedAt ?? null,
    deploymentCount: versions.length,
    activeWorkerCount: active.length,
    troubledWorkerCount: own.filter(({ state }) => state === "lost" || state === "crashed").length,
    runningJobCount: active.reduce((sum, { runningJobCount }) => sum + runningJobCount, 0),
    linesPerSecond: active.reduce((sum, { linesPerSecond }) => sum + linesPerSecond, 0),
    droppedCount: own.reduce((sum, { droppedCount }) => sum + droppedCount, 0),
    sessionCount24h: known.sessionCount,
    failedSessionCount24h: known.failedCount,
    lastSeenAt: known.lastSeenAt?.toISOString() ?? null,
  };
}
