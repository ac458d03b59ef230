import { AppError } from "@/lib/errors";
import type { MadeProject, ProjectInput } from "@/lib/model/projects";
import { listPersonProjects } from "@/lib/query/people";
import { saveAuditEntry } from "@/lib/store/audit";
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
  if (!projects.some((project) => project.role === "owner")) {
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
