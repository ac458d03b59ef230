import { requireLogin } from "@/lib/access/logins";
import { checkSameOrigin } from "@/lib/access/origin";
import { createProject } from "@/lib/access/project-life";
import { readableScopes } from "@/lib/access/reader";
import { route } from "@/lib/http/handle";
import { json, parseInput } from "@/lib/http/read";
import { readJson } from "@/lib/http/write";
import { ProjectInput } from "@/lib/model/projects";
import { listProjects } from "@/lib/query/projects";

/** The projects that the asker may open: a key's own one; a person's. */
export const GET = route(async (call) => json(await listProjects(await readableScopes(call))));

/** Makes a project, owned by whoever is logged in. */
export const POST = route(async (call) => {
  checkSameOrigin(call);
  const login = await requireLogin(call);
  const made = await createProject(login, parseInput(ProjectInput, await readJson(call)));
  return { ...json(made), status: 201 };
});
