import { AppError } from "@/lib/errors";
import { write } from "@/lib/http/write";
import { ImprovementPath } from "@/lib/model/improvement";
import { saveAuditEntry } from "@/lib/store/audit";
import { deleteImprovementRecords } from "@/lib/store/improvement";

/** Deletes one record. */
export const DELETE = write(ImprovementPath, async ({ scope, actor }, { id }) => {
  if ((await deleteImprovementRecords(scope, id)) === 0) throw new AppError("not-found", `There is no record ${id}.`);
  await saveAuditEntry(scope, { actor, action: "improvement.delete", target: id });
});
