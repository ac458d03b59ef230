import { pool } from "@/lib/db";
import type { Member, Role } from "@/lib/model/people";
import type { ProjectScope } from "@/lib/model/scope";

/** An account as it is stored. */
export interface Person {
  id: string;
  email: string;
  name: string;
  passwordHash: string | null;
}

interface PersonRow {
  id: string;
  email: string;
  name: string;
  password_hash: string | null;
}

/** A project that a person belongs to, and as what. */
export interface PersonProject {
  id: string;
  slug: string;
  name: string;
  role: Role;
  mayHear: boolean;
}

/** Whether anybody has an account: else the set-up is open. */
export async function hasPeople(): Promise<boolean> {
  const result = await pool().query("select from person limit 1");
  return result.rowCount === 1;
}

/** The account with that id, e-mail (lower case) or subject at the identity provider; null when there is none. */
export async function loadPerson(by: "id" | "email" | "oidc_subject", value: string): Promise<Person | null> {
  if (value.includes("\0")) return null;
  const result = await pool().query<PersonRow>({
    text: `select id, email, name, password_hash from person where ${by} = $1`,
    values: [value],
  });
  const row = result.rows[0];
  return row ? { id: row.id, email: row.email, name: row.name, passwordHash: row.password_hash } : null;
}

/** The projects that the person belongs to, oldest first; those that are being deleted are gone. */
export async function listPersonProjects(personId: string): Promise<PersonProject[]> {
  const result = await pool().query<Omit<PersonProject, "mayHear"> & { may_hear: boolean }>({
    name: "list-person-projects",
    text: `select project.id, slug, project.name, role, may_hear
      from membership join project on project.id = membership.project_id
      where person_id = $1 and deleting_at is null order by project.created_at, project.id`,
    values: [personId],
  });
  return result.rows.map(({ may_hear, ...row }) => ({ ...row, mayHear: may_hear }));
}

interface MemberRow {
  id: string;
  email: string;
  name: string;
  role: Role;
  may_hear: boolean;
  created_at: Date;
  seen_at: Date | null;
}

/** Everybody of the project, owners first, then by name; with `personId` only that one. */
export async function listMembers(scope: ProjectScope, personId?: string): Promise<Member[]> {
  const result = await pool().query<MemberRow>({
    text: `select person.id, email, name, role, may_hear, membership.created_at,
        (select max(seen_at) from login where login.person_id = person.id) as seen_at
      from membership join person on person.id = membership.person_id
      where project_id = $1 and ($2::text is null or person.id = $2)
      order by array_position(array['owner', 'admin', 'member', 'viewer'], role), lower(name), person.id`,
    values: [scope.projectId, personId ?? null],
  });
  return result.rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    mayHear: row.may_hear,
    since: row.created_at.toISOString(),
    lastSeenAt: row.seen_at?.toISOString() ?? null,
  }));
}
