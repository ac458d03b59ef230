import { randomUUID } from "node:crypto";
import { pool } from "@/lib/db";
import type { ErasedSession, ErasureSubject } from "@/lib/model/erasures";
import type { Taken } from "@/lib/model/retention";
import type { ProjectScope } from "@/lib/model/scope";

/** A claim this old belongs to a process that died. */
const STALE_CLAIM_MS = 60_000;

/** An erasure that waits for the background process. Answers its id. */
export async function saveErasure(
  scope: ProjectScope,
  erasure: { dryRun: boolean; subject: ErasureSubject; askedBy: string; now: Date },
): Promise<string> {
  const id = randomUUID();
  await pool().query({
    name: "save-erasure",
    text: `insert into erasure (project_id, id, state, dry_run, subject, asked_by, asked_at)
      values ($1, $2, 'running', $3, $4, $5, $6)`,
    values: [scope.projectId, id, erasure.dryRun, JSON.stringify(erasure.subject), erasure.askedBy, erasure.now],
  });
  return id;
}

/** An erasure that this process works on now. */
export interface ClaimedErasure {
  projectId: string;
  id: string;
  dryRun: boolean;
  subject: ErasureSubject;
  askedBy: string;
}

/** Claims the oldest erasure that nobody works on; one that was begun and not ended begins anew. */
export async function claimErasure(now: Date): Promise<ClaimedErasure | null> {
  const { rows } = await pool().query<{
    project_id: string;
    id: string;
    dry_run: boolean;
    subject: ErasureSubject;
    asked_by: string;
  }>({
    name: "claim-erasure",
    text: `
      with due as (
        select project_id, id from erasure where ended_at is null and (claimed_at is null or claimed_at <= $2)
        order by asked_at limit 1 for update skip locked
      )
      update erasure e set claimed_at = $1 from due where e.project_id = due.project_id and e.id = due.id
      returning e.project_id, e.id, dry_run, subject, asked_by`,
    values: [now, new Date(now.getTime() - STALE_CLAIM_MS)],
  });
  const [row] = rows;
  if (!row) return null;
  return {
    projectId: row.project_id,
    id: row.id,
    dryRun: row.dry_run,
    subject: row.subject,
    askedBy: row.asked_by,
  };
}

/** Adds sessions that were found with what they hold, before any of it goes: so the receipt is whole whatever dies afterwards. */
export async function saveErased(
  scope: ProjectScope,
  erasureId: string,
  { sessions, taken, now }: { sessions: ErasedSession[]; taken: Taken; now: Date },
): Promise<void> {
  await pool().query({
    name: "save-erased",
    text: `update erasure set sessions = sessions || $3::jsonb, rows = rows + $4, blobs = blobs + $5, bytes = bytes + $6,
      claimed_at = $7 where project_id = $1 and id = $2`,
    values: [scope.projectId, erasureId, JSON.stringify(sessions), taken.rows, taken.blobs, taken.bytes, now],
  });
}

/** Ends an erasure. */
export async function finishErasure(
  scope: ProjectScope,
  erasureId: string,
  failure: string | null,
  now: Date,
): Promise<void> {
  await pool().query({
    name: "finish-erasure",
    text: `update erasure set state = case when $3::text is null then 'done' else 'failed' end, failure = $3, ended_at = $4
      where project_id = $1 and id = $2`,
    values: [scope.projectId, erasureId, failure, now],
  });
}
