import type { ProjectScope } from "@/lib/model/scope";
import {
  deleteProjectBlobs,
  deleteProjectRows,
  finishProjectDeletion,
  listProjectTables,
  saveDeletionProgress,
} from "@/lib/store/project-deletion";

/**
 * Deletes all that a project holds: blobs first, then rows in batches, the project itself last. Killed anywhere it begins anew: what
 * is gone is gone, and the receipt goes on counting. Two processes at once do each other no harm.
 */
export async function deleteProject(scope: ProjectScope): Promise<void> {
  await deleteProjectBlobs(scope, (done) => saveDeletionProgress(scope, done));
  for (const table of await listProjectTables()) {
    for (;;) {
      const rows = await deleteProjectRows(scope, table);
      if (rows === 0) break;
      await saveDeletionProgress(scope, { rows });
    }
  }
  await finishProjectDeletion(scope);
}
