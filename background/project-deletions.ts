import { deletingScopes } from "@/lib/access/scopes";
import { log } from "@/lib/log";
import { deleteProject } from "@/lib/retention/delete-project";

/** Senders that were proven before may go on for five seconds, and a long upload that had begun for fifteen minutes more. */
const SETTLED_MS = 10_000;

/** Deletes the projects whose deletion was asked. */
export async function deleteProjects(): Promise<{ isMore: boolean }> {
  const scopes = await deletingScopes(new Date(Date.now() - SETTLED_MS));
  for (const scope of scopes) {
    const startMs = performance.now();
    await deleteProject(scope);
    log.info("project deleted", { project: scope.projectId, ms: Math.round(performance.now() - startMs) });
  }
  return { isMore: false };
}
