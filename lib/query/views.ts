import { prisma } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { ProjectScope } from "@/lib/model/scope";
import { type SavedView, SessionFilters, type ViewsAnswer } from "@/lib/model/views";

/** The project's saved views by name. */
export async function listViews(scope: ProjectScope): Promise<ViewsAnswer> {
  const rows = await prisma().savedView.findMany({
    where: { projectId: scope.projectId },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return { views: rows.map(toView) };
}

/** One saved view. Errors: `not-found`. */
export async function loadView(scope: ProjectScope, id: string): Promise<SavedView> {
  const row = await prisma().savedView.findUnique({ where: { projectId_id: { projectId: scope.projectId, id } } });
  if (!row) throw new AppError("not-found", `This project has no saved view ${id}. Somebody may have deleted it.`);
  return toView(row);
}

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof prisma>["savedView"]["findUnique"]>>>;

/** A filter that an older release wrote and this one does not know is left out, not the whole view. */
function toView(row: Row): SavedView {
  const { id, name, isDefault, columns, createdBy, createdAt, updatedAt } = row;
  const filters = SessionFilters.strip().catch(SessionFilters.parse({})).parse(row.filters);
  const instants = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { id, name, isDefault, filters, columns, createdBy, ...instants };
}
