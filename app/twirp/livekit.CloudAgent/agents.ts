import { AppError } from "@/lib/errors";
import type { Agent, Deployment } from "@/lib/model/agents";
import type { ProjectScope } from "@/lib/model/scope";
import type { Worker, WorkerState } from "@/lib/model/workers";
import { listAgents, loadAgent } from "@/lib/query/agents";
import { listDeployments } from "@/lib/query/deployments";
import { listRecentWorkers } from "@/lib/query/workers";
import type { AgentDeployment, AgentInfo, AgentVersion } from "@/lib/wire/cloud-agent/messages";
import type { AgentRequest } from "@/lib/wire/cloud-agent/request";

/** Which agent a request means; an agent's name is its id. Null: it names none. */
function wantedAgent({ agentId, agentName }: AgentRequest): string | null {
  return agentId || agentName || null;
}

/** All agents, or the one that is asked for. Each has a deployment: `lk agent logs` counts on it. Errors: `not-found`. */
export async function toAgentInfos(scope: ProjectScope, request: AgentRequest): Promise<AgentInfo[]> {
  const wanted = wantedAgent(request);
  if (wanted !== null) {
    const { agent, deployments, workers } = await loadAgent(scope, wanted);
    return [toAgentInfo(agent, deployments, workers)];
  }
  const [agents, workers] = await Promise.all([listAgents(scope), listRecentWorkers(scope, null)]);
  const deployments = await listDeployments(scope, null, workers);
  return agents.map((agent) => {
    const isOwn = (one: { agent: string }) => one.agent === agent.name;
    return toAgentInfo(agent, deployments.filter(isOwn), workers.filter(isOwn));
  });
}

/** The versions of an agent. Errors: `not-found`, `invalid`. */
export async function toAgentVersions(scope: ProjectScope, request: AgentRequest): Promise<AgentVersion[]> {
  const wanted = wantedAgent(request);
  if (wanted === null) throw new AppError("invalid", "Say with agent_id whose versions you ask for.");
  const { deployments, workers } = await loadAgent(scope, wanted);
  return deployments.map((deployment) => ({
    version: deployment.version,
    current: deployment.isCurrent,
    createdAt: new Date(deployment.firstSeenAt),
    deployedAt: instant(deployment.deployedAt),
    attributes: attributesOf(deployment),
    status: statusOf(deployment, workersOf(deployment.version, workers)),
    owner: deployment.deployedBy ?? "",
    draining: deployment.isDraining,
    active: deployment.isActive,
  }));
}

/** Named as `lk agent deploy` does. Source: livekit-cli 2.18.3 `cmd/lk/agent.go`. */
function attributesOf({ commit }: Deployment): Record<string, string> {
  return commit === null ? {} : { git_commit: commit };
}

function toAgentInfo(agent: Agent, deployments: readonly Deployment[], workers: readonly Worker[]): AgentInfo {
  const unnamed = workersOf(null, workers);
  const shown = deployments.filter(({ isActive, isCurrent }) => isActive || isCurrent);
  const rows = shown.map((deployment) =>
    toRow(agent, deployment.version, statusOf(deployment, workersOf(deployment.version, workers)), workers),
  );
  // Also where nothing is known but the name: from a session.
  if (rows.length === 0 || unnamed.some(isAtWork)) rows.push(toRow(agent, null, statusOf(null, unnamed), workers));
  const started = unnamed.map(({ startedAt }) => startedAt).sort();
  return {
    agentId: agent.id,
    agentName: agent.name,
    version: agent.version ?? "",
    agentDeployments: rows,
    deployedAt: instant(agent.deployedAt ?? started.at(-1) ?? agent.lastSeenAt),
  };
}

/** Nobody tells us of CPU and memory. */
const UNKNOWN = "0";

function toRow(agent: Agent, version: string | null, status: string, workers: readonly Worker[]): AgentDeployment {
  const own = workersOf(version, workers);
  const seen = own.map(({ lastSeenAt }) => lastSeenAt).sort();
  return {
    region: "self-hosted",
    agentId: agent.id,
    status,
    replicas: own.filter(isAtWork).length,
    minReplicas: 0,
    maxReplicas: 0,
    ...{ cpuReq: UNKNOWN, curCpu: UNKNOWN, cpuLimit: UNKNOWN },
    ...{ curMem: UNKNOWN, memReq: UNKNOWN, memLimit: UNKNOWN },
    serverRegion: "",
    deployment: version ?? "",
    version: version ?? "",
    agentName: agent.name,
    deploymentEnabled: version !== null,
    lastScrapedAt: instant(seen.at(-1) ?? agent.lastSeenAt),
  };
}

function workersOf(version: string | null, workers: readonly Worker[]): Worker[] {
  return workers.filter(({ deployment }) => (deployment || null) === version);
}

function isAtWork({ state }: Worker): boolean {
  return state === "starting" || state === "running" || state === "draining";
}

const STATUS: Record<WorkerState, string> = {
  running: "Running",
  starting: "Starting",
  draining: "Draining",
  crashed: "Crashed",
  lost: "Lost",
  exited: "Stopped",
};

/** Of what runs the best; else of what ran the last; else what became of the build. */
function statusOf(deployment: Deployment | null, workers: readonly Worker[]): string {
  for (const state of ["running", "starting", "draining"] as const) {
    if (workers.some((worker) => worker.state === state)) return STATUS[state];
  }
  const [last] = [...workers].sort((one, other) => other.lastSeenAt.localeCompare(one.lastSeenAt));
  if (last) return STATUS[last.state];
  if (deployment === null) return "Unknown";
  if (deployment.deployedAt !== null) return STATUS.exited;
  return deployment.build?.status === "failed" ? "Build Failed" : "Built";
}

function instant(at: string | null): Date | null {
  return at === null ? null : new Date(at);
}
