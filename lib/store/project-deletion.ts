import { blobs } from "@/lib/blobs";
import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";

/** Rows that one statement deletes: short enough for everybody else to pass between two. */
const BATCH_ROWS = 5_000;

/** Folders of the blob store that hold a folder for each project. */
const BLOB_FOLDERS = ["recordings", "imports", "build-logs"];

/**
 * Says that the project is to be deleted: from this statement on nobody sees it, and its keys are gone, so that within five seconds
 * (`access/key-table.ts`) nothing is taken for it any more. Its slug is free for another. Answers false when it was said already.
 */
export async function saveProjectDeletion(scope: ProjectScope, askedBy: string): Promise<boolean> {
  const result = await pool().query({
    text: `with asked as (select id, slug, name from project where id = $1 and deleting_at is null for update),
        marked as (update project set deleting_at = now(), slug = project.id from asked where project.id = asked.id),
        keyless as (delete from api_key using asked where project_id = asked.id)
      insert into project_deletion (project_id, slug, name, asked_by) select id, slug, name, $2 from asked`,
    values: [scope.projectId, askedBy],
  });
  return result.rowCount === 1;
}

/** Deletes the project's blobs, one by one, and says each hundred how far it is. Begins anew where it was cut off. */
export async function deleteProjectBlobs(
  scope: ProjectScope,
  tell: (done: { blobs: number; bytes: number }) => Promise<void>,
): Promise<void> {
  let done = { blobs: 0, bytes: 0 };
  for (const folder of BLOB_FOLDERS) {
    for await (const { key, sizeBytes } of blobs().list(`${folder}/${scope.projectId}/`)) {
      await blobs().delete(key);
      done = { blobs: done.blobs + 1, bytes: done.bytes + sizeBytes };
      if (done.blobs < 100) continue;
      await tell(done);
      done = { blobs: 0, bytes: 0 };
    }
  }
  await tell(done);
}

/**
 * The tables that hold rows of projects, partitions one by one: whatever has a column `project_id`. Asked of the database, so that a
 * table of tomorrow is not forgotten. The receipts of deletions are no project's data.
 */
export async function listProjectTables(): Promise<string[]> {
  const result = await pool().query<{ name: string }>(
    `select quote_ident(c.relname) as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'project_id' and not a.attisdropped
      where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname <> 'project_deletion'
      order by c.relname`,
  );
  return result.rows.map((row) => row.name);
}

/** Deletes one batch of the project's rows from one of those tables; answers how many there were, 0 at the end. */
export async function deleteProjectRows(scope: ProjectScope, table: string): Promise<number> {
  const result = await pool().query({
    text: `delete from ${table} where project_id = $1
      and ctid = any (array(select ctid from ${table} where project_id = $1 limit ${BATCH_ROWS}))`,
    values: [scope.projectId],
  });
  return result.rowCount ?? 0;
}

/** Adds to the figures of the receipt. */
export async function saveDeletionProgress(
  scope: ProjectScope,
  { rows = 0, blobs: files = 0, bytes = 0 }: { rows?: number; blobs?: number; bytes?: number },
): Promise<void> {
  await pool().query({
    text: `update project_deletion set rows_deleted = rows_deleted + $2, blobs_deleted = blobs_deleted + $3,
      bytes_deleted = bytes_deleted + $4 where project_id = $1`,
    values: [scope.projectId, rows, files, bytes],
  });
}

/** The last row of all, and the end of the receipt. */
export async function finishProjectDeletion(scope: ProjectScope): Promise<void> {
  await pool().query({
    text: `with gone as (delete from project where id = $1)
      update project_deletion set finished_at = now() where project_id = $1`,
    values: [scope.projectId],
  });
}
