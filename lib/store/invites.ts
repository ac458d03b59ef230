import { pool } from "@/lib/db";
import type { Role } from "@/lib/model/people";
import type { ProjectScope } from "@/lib/model/scope";

/** A link of either kind: into a project, or to a new password for `personId`. */
export interface NewInvite {
  id: string;
  tokenHash: Uint8Array;
  kind: "invite" | "reset";
  personId: string | null;
  email: string | null;
  role: Role | null;
  mayHear: boolean | null;
  createdBy: string;
  expiresAt: Date;
}

/** Keeps a link that was just made; only its secret's SHA-256. */
export async function saveInvite(scope: ProjectScope, invite: NewInvite): Promise<void> {
  const { id, tokenHash, kind, personId, email, role, mayHear, createdBy, expiresAt } = invite;
  await pool().query({
    text: `insert into invite (id, token_hash, kind, project_id, person_id, email, role, may_hear, created_by, expires_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      ...[id, Buffer.from(tokenHash), kind, scope.projectId, personId],
      ...[email, role, mayHear, createdBy, expiresAt],
    ],
  });
}

/** Uses a link up; of two who come at once only one gets true. */
export async function takeInvite(id: string, now: Date): Promise<boolean> {
  const result = await pool().query(
    "update invite set used_at = $2 where id = $1 and used_at is null and expires_at > $2",
    [id, now],
  );
  return result.rowCount === 1;
}

/** Gives a link back whose use came to nothing. */
export async function returnInvite(id: string): Promise<void> {
  await pool().query("update invite set used_at = null where id = $1", [id]);
}

/** Takes a link of the project back; answers false when there is none. */
export async function deleteInvite(scope: ProjectScope, id: string): Promise<boolean> {
  const result = await pool().query("delete from invite where project_id = $1 and id = $2 and used_at is null", [
    scope.projectId,
    id,
  ]);
  return result.rowCount === 1;
}
