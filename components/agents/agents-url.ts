/** Pages and API paths of agents. Names may hold anything, so each is encoded as one segment. */
const one = encodeURIComponent;

export function agentsPath(project: string): string {
  return `/p/${one(project)}/agents`;
}

export function agentPath(project: string, agent: string): string {
  return `${agentsPath(project)}/${one(agent)}`;
}

export function buildLogPath(project: string, agent: string, version: string): string {
  return `${agentPath(project, agent)}/deployments/${one(version)}`;
}

export function workerPath(project: string, worker: string): string {
  return `${agentsPath(project)}/workers/${one(worker)}`;
}

export function sessionPath(project: string, session: string): string {
  return `/p/${one(project)}/sessions/${one(session)}`;
}

/** Below /api/v1, for the browser, which says by the query which project it means. */
export function agentApi(project: string, path: string, fields: Record<string, string> = {}): string {
  return `/api/v1${path}?${new URLSearchParams({ ...fields, project })}`;
}
