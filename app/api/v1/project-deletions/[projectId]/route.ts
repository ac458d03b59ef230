import { requireLogin } from "@/lib/access/logins";
import { route } from "@/lib/http/handle";
import { json, parseInput } from "@/lib/http/read";
import { ProjectDeletionPath } from "@/lib/model/projects";
import { loadProjectDeletion } from "@/lib/query/project-deletion";

/** How far a deletion is, for whoever asked for it: nobody belongs to that project any more. */
export const GET = route(async (call) => {
  const { personId } = await requireLogin(call);
  const { projectId } = parseInput(ProjectDeletionPath, call.params);
  return json(await loadProjectDeletion(projectId, personId));
});
