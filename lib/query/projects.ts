import { prisma } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { toProject } from "@/lib/model/project-rows";
import type { Project, ProjectsAnswer } from "@/lib/model/projects";
import type { ProjectScope } from "@/lib/model/scope";

/** The project itself: its name, what its senders may send, how long it is kept, what is replaced in it. */
export async function loadProject(scope: ProjectScope): Promise<Project> {
  const row = await prisma().project.findUnique({ where: { id: scope.projectId } });
  if (!row) throw new AppError("not-found", "This project was deleted.");
  return toProject(row);
}

/** The given projects by name, oldest first. */
export async function listProjects(scopes: ProjectScope[]): Promise<ProjectsAnswer> {
  const projects = await prisma().project.findMany({
    where: { id: { in: scopes.map((scope) => scope.projectId) } },
    select: { id: true, slug: true, name: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return { projects };
}
