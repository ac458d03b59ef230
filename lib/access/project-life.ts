import { AppError } from "@/lib/errors";
import type { Reader } from "@/lib/model/people";
import type { MadeProject, ProjectInput } from "@/lib/model/projects";
import { listProjectIds } from "@/lib/query/keys";
import { listPersonProjects } from "@/lib/query/people";
import { loadProject } from "@/lib/query/projects";
import { saveAuditEntry } from "@/lib/store/audit";
import { saveProjectDeletion } from "@/lib/store/project-deletion";
import { saveProject } from "@/lib/store/projects";
import { actorOf, type Login } from "./logins";
import { proveScope } from "./scopes";
import { randomText } from "./secrets";

/** So many projects may want the same short name before one is made up. */
const SLUG_TRIES = 20;

/**
 * Makes a project, owned by whoever is logged in. Errors: `forbidden` for somebody who owns no project yet (else an invitation as a
 * viewer would let him fill the disk); `conflict` when the slug he chose is taken.
 */
export async function createProject(login: Login, { name, slug }: ProjectInput): Promise<MadeProject> {
  const projects = await listPersonProjects(login.personId);
  const isFirst = (await listProjectIds()).length === 0;
  if (!isFirst && !projects.some((project) => project.role === "owner")) {
    throw new AppError("forbidden", "Only somebody who owns a project may make another one.");
  }
  const id = `prj_${randomText(14)}`;
  for (const each of slug ? [slug] : slugsOf(name)) {
    if (!(await saveProject({ id, slug: each, name }, login.personId))) continue;
    const entry = { actor: actorOf(login), action: "project.create", target: each, details: { name } };
    await saveAuditEntry(proveScope(id), entry);
    return { id, slug: each, name };
  }
  throw new AppError("conflict", `slug: another project has the short name "${slug ?? name}" already`);
}

function slugsOf(name: string): string[] {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 44)
    .replaceAll(/^-+|-+$/g, "");
  const base = plain || "project";
  return [base, ...Array.from({ length: SLUG_TRIES }, (_, index) => `${base}-${index + 2}`)];
}

/**
 * Asks for the deletion of the project; `confirm` is its slug, typed by whoever means it. From now on nobody sees it; the background
 * process does the work. Errors: `invalid` for another slug, `conflict` when it is being deleted already.
 */
export async function removeProject({ scope, actor }: Reader, confirm: string): Promise<{ projectId: string }> {
  const { slug } = await loadProject(scope);
  if (confirm !== slug) throw new AppError("invalid", `confirm: type "${slug}" to delete this project`);
  if (await saveProjectDeletion(scope, actor.id)) return { projectId: scope.projectId };
  throw new AppError("conflict", "This project is being deleted already.");
}
