import type { ProjectScope } from "@/lib/model/scope";
import { listProjectIds } from "@/lib/query/keys";
import { listProjectDeletions } from "@/lib/query/project-deletion";

/**
 * The one place where a project id becomes a proven scope. Only for `lib/access`, after a key, a cookie or the list of
 * all projects has proven it: hence the cast.
 */
export function proveScope(projectId: string): ProjectScope {
  return { projectId } as ProjectScope;
}

/** The scopes of all projects, oldest first: for the background process, which goes through them one by one. */
export async function allScopes(): Promise<ProjectScope[]> {
  const projects = await listProjectIds();
  return projects.map((project) => proveScope(project.id));
}

/** The scopes of projects whose deletion was asked before `before`: for the process that deletes them. */
export async function deletingScopes(before: Date): Promise<ProjectScope[]> {
  return (await listProjectDeletions(before)).map(proveScope);
}
