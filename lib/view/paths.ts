/** The screens of a project that others lead to; their folders stand in `app/p/[project]`. */
type ProjectPage = "sessions" | "logs" | "agents" | "settings" | "settings/privacy" | "settings/keys";

/** The address of a project's screen. Slugs and ids may hold anything, so each is encoded as one segment. */
export function projectPath(project: string, page: ProjectPage): string {
  return `/p/${encodeURIComponent(project)}/${page}`;
}

/** A session's own page, opened at nothing in particular. */
export function sessionPath(project: string, sessionId: string): string {
  return `${projectPath(project, "sessions")}/${encodeURIComponent(sessionId)}`;
}

/** A worker's own page. */
export function workerPath(project: string, worker: string): string {
  return `${projectPath(project, "agents")}/workers/${encodeURIComponent(worker)}`;
}
