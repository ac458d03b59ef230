import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";
import { deleteSessionRows } from "./session-data";

/** For so long a sender may still send of a session that was deleted: then that goes, too. Tokens of SDKs live for six hours. */
const AFTERMATH_MS = 24 * 3600 * 1000;

/** A session whose journal and files are still to be deleted. */
export interface OpenDeletion {
  projectId: string;
  sessionId: string;
  roomId: string | null;
  blobKeys: string[];
}

/**
 * Takes sessions out of sight at once: their rows go, and a note stays by which the background process finds the rest. Held ones
 * are left. Answers the ids that were there and not held.
 */
export async function hideSessions(
  scope: ProjectScope,
  sessionIds: string[],
  { askedBy, now }: { askedBy: string; now: Date },
): Promise<string[]> {
  const { rows } = await pool().query<{ session_id: string }>({
    name: "hide-sessions",
    text: `
      with noted as (
        insert into session_deletion (project_id, session_id, room_id, blob_keys, asked_by, asked_at)
        select s.project_id, s.session_id, s.room_id, array_remove(array[r.blob_key], null), $3, $4
        from session s left join recording r on r.project_id = s.project_id and r.session_id = s.session_id
        where s.project_id = $1 and s.session_id = any ($2::text[])
          and not exists (select from session_hold h where h.project_id = s.project_id and h.session_id = s.session_id)
        on conflict (project_id, session_id) do update set done_at = null, asked_at = excluded.asked_at,
          blob_keys = session_deletion.blob_keys || excluded.blob_keys
        returning session_id
      ), undone as (
        delete from activity where project_id = $1 and session_id in (select session_id from noted)
      )
      select session_id from noted`,
    values: [scope.projectId, sessionIds, askedBy, now],
  });
  const hidden = rows.map((row) => row.session_id);
  await deleteSessionRows(scope, hidden);
  return hidden;
}

/** Deletions that are not done, or after which something came of the same session; the oldest first. */
export async function listOpenDeletions(now: Date, limit: number): Promise<OpenDeletion[]> {
  const { rows } = await pool().query<{
    project_id: string;
    session_id: string;
    room_id: string | null;
    blob_keys: string[];
  }>({
    name: "list-open-deletions",
    text: `select project_id, session_id, room_id, blob_keys from session_deletion d
      where done_at is null or (asked_at > $1 and (
        exists (select from activity a where a.project_id = d.project_id and a.session_id = d.session_id)
        or exists (select from session s where s.project_id = d.project_id and s.session_id = d.session_id)
        or exists (select from worker_job j where j.project_id = d.project_id and j.job_id = d.session_id)))
      order by asked_at limit $2`,
    values: [new Date(now.getTime() - AFTERMATH_MS), limit],
  });
  return rows.map((row) => ({
    projectId: row.project_id,
    sessionId: row.session_id,
    roomId: row.room_id,
    blobKeys: row.blob_keys,
  }));
}

/** Says that nothing is left of them now. */
export async function finishDeletions(scope: ProjectScope, sessionIds: string[], now: Date): Promise<void> {
  await pool().query({
    name: "finish-deletions",
    text: `update session_deletion set done_at = $3, blob_keys = '{}' where project_id = $1 and session_id = any ($2::text[])`,
    values: [scope.projectId, sessionIds, now],
  });
}

/** Forgets deletions after which nothing can come any more. */
export async function deleteOldDeletions(now: Date): Promise<void> {
  await pool().query({
    text: "delete from session_deletion where done_at is not null and asked_at <= $1",
    values: [new Date(now.getTime() - AFTERMATH_MS)],
  });
}
