import { z } from "zod";
import { read } from "@/lib/http/read";
import { write } from "@/lib/http/write";
import { listImprovementRecords } from "@/lib/query/improvement";
import { saveAuditEntry } from "@/lib/store/audit";
import { deleteImprovementRecords } from "@/lib/store/improvement";

/** What sessions past retention have left: figures without words. */
export const GET = read(z.object({}), (scope) => listImprovementRecords(scope));

/** Deletes all of it. */
export const DELETE = write(z.strictObject({}), async ({ scope, actor }) => {
  const deleted = await deleteImprovementRecords(scope, null);
  await saveAuditEntry(scope, { actor, action: "improvement.delete", target: "all", details: { deleted } });
  return { deleted };
});
