import { pool } from "@/lib/db";
import type { Invite, Role } from "@/lib/model/people";
import type { ProjectScope } from "@/lib/model/scope";

/** A link that may still be used, with its project. */
export interface OpenInvite {
  id: string;
  kind: "invite" | "reset";
  project: { id: string; slug: string; name: string };
  personId: string | null;
  email: string | null;
  role: Role | null;
  mayHear: boolean | null;
}

interface OpenInviteRow {
  id: string;
  kind: "invite" | "reset";
  project_id: string;
  slug: string;
  name: string;
  person_id: string | null;
  email: string | null;
  role: Role | null;
  may_hear: boolean | null;
}

/** The link of that secret's SHA-256; null when there is none, it was used, or has expired. */
export async function loadInvite(tokenHash: Uint8Array, now: Date): Promise<OpenInvite | null> {
  const result = await pool().query<OpenInviteRow>({
    text: `select invite.id, kind, project_id, slug, project.name, person_id, role, may_hear,
        coalesce(invite.email, (select email from person where person.id = person_id)) as email
      from invite join project on project.id = project_id
      where token_hash = $1 and used_at is null and expires_at > $2 and deleting_at is null`,
    values: [Buffer.from(tokenHash), now],
  });
  const row = result.rows[0];
  if (!row) return null;
  return {
    id: row.id,
    kind: row.kind,
    project: { id: row.project_id, slug: row.slug, name: row.name },
    personId: row.person_id,
    email: row.email,
    role: row.role,
    mayHear: row.may_hear,
  };
}

interface InviteRow {
  id: string;
  email: string | null;
  role: Role;
  may_hear: boolean;
  created_by: string;
  created_at: Date;
  expires_at: Date;
}

/** Invitations into the project that wait to be used, newest first. */
export async function listInvites(scope: ProjectScope, now: Date): Promise<Invite[]> {
  const result = await pool().query<InviteRow>({
    text: `select id, email, role, may_hear, created_by, created_at, expires_at from invite
      where project_id = $1 and kind = 'invite' and used_at is null and expires_at > $2
      order by created_at desc, id limit 200`,
    values: [scope.projectId, now],
  });
  return result.rows.map((row) => ({
    id: row.id,
    email: row.email,
    role: row.role,
    mayHear: row.may_hear,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }));
}
