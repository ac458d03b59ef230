import { AppError } from "@/lib/errors";
import { read } from "@/lib/http/read";
import { write } from "@/lib/http/write";
import { ViewChange, ViewPath } from "@/lib/model/views";
import { loadView } from "@/lib/query/views";
import { saveAuditEntry } from "@/lib/store/audit";
import { deleteView, saveViewChange } from "@/lib/store/views";

/** One saved view. */
export const GET = read(ViewPath, (scope, { id }) => loadView(scope, id));

/** Renames a saved view, or makes it show something else. */
export const PATCH = write(
  ViewChange,
  async ({ scope, actor }, change) => {
    const before = await loadView(scope, change.id);
    if (!(await saveViewChange(scope, change))) throw gone(change.id);
    const after = await loadView(scope, change.id);
    const names = { before: { name: before.name }, after: { name: after.name } };
    await saveAuditEntry(scope, { actor, action: "view.update", target: change.id, details: names });
    return after;
  },
  { right: "write" },
);

/** Deletes a saved view; no session is touched. */
export const DELETE = write(
  ViewPath,
  async ({ scope, actor }, { id }) => {
    const { name } = await loadView(scope, id);
    if (!(await deleteView(scope, id))) throw gone(id);
    await saveAuditEntry(scope, { actor, action: "view.delete", target: id, details: { name } });
  },
  { right: "write" },
);

function gone(id: string): AppError {
  return new AppError("not-found", `This project has no saved view ${id}. Somebody may have deleted it.`);
}
