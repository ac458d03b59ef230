import { pool } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { ProjectDeletion } from "@/lib/model/projects";

interface DeletionRow {
  project_id: string;
  slug: string;
  name: string;
  asked_at: Date;
  rows_deleted: string;
  blobs_deleted: string;
  bytes_deleted: string;
  finished_at: Date | null;
}

/** How far the deletion is, for whoever asked for it. Errors: `not-found`, also for everybody else. */
export async function loadProjectDeletion(projectId: string, askedBy: string): Promise<ProjectDeletion> {
  const result = await pool().query<DeletionRow>({
    text: "select * from project_deletion where project_id = $1 and asked_by = $2",
    values: [projectId, askedBy],
  });
  const row = result.rows[0];
  if (!row) throw new AppError("not-found", "You have deleted no project of this id.");
  return {
    projectId: row.project_id,
    slug: row.slug,
    name: row.name,
    askedAt: row.asked_at.toISOString(),
    rowsDeleted: Number(row.rows_deleted),
    blobsDeleted: Number(row.blobs_deleted),
    bytesDeleted: Number(row.bytes_deleted),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

/** Projects whose deletion was asked before `before` and has not ended. */
export async function listProjectDeletions(before: Date): Promise<string[]> {
  const result = await pool().query<{ project_id: string }>({
    text: "select project_id from project_deletion where finished_at is null and asked_at < $1 order by asked_at",
    values: [before],
  });
  return result.rows.map((row) => row.project_id);
}
