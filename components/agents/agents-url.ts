import { projectPath } from "@/lib/view/paths";

/** Pages and API paths of agents. Names may hold anything, so each is encoded as one segment. */
const one = encodeURIComponent;

export function agentPath(project: string, agent: string): string {
  return `${projectPath(project, "agents")}/${one(agent)}`;
}

export function buildLogPath(project: string, agent: string, version: string): string {
  return `${agentPath(project, agent)}/deployments/${one(version)}`;
}

/** Below /api/v1, for the browser, which says by the query which project it means. */
export function agentApi(project: string, path: string, fields: Record<string, string> = {}): string {
  return `/api/v1${path}?${new URLSearchParams({ ...fields, project })}`;
}
