import { pool } from "@/lib/db";
import type { Role } from "@/lib/model/people";
import type { ProjectScope } from "@/lib/model/scope";

export interface NewPerson {
  id: string;
  email: string;
  name: string;
  passwordHash: string | null;
  oidcSubject?: string | null;
}

export interface NewMembership {
  personId: string;
  role: Role;
  mayHear: boolean;
}

/** Processes and browsers that set up at once take turns. Any number that nothing else here uses. */
const FIRST_OWNER_LOCK = 726_002;

/**
 * Makes the first account, owner of all projects, unless there is an account already; answers whether it did. Whoever comes
 * second of two at once gets false.
 */
export async function saveFirstOwner(person: NewPerson): Promise<boolean> {
  const client = await pool().connect();
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [FIRST_OWNER_LOCK]);
    const made = await client.query(
      `insert into person (id, email, name, password_hash) select $1, $2, $3, $4
        where not exists (select from person) returning id`,
      [person.id, person.email, person.name, person.passwordHash],
    );
    if (made.rowCount === 1) {
      await client.query(
        `insert into membership (project_id, person_id, role, may_hear) select id, $1, 'owner', true from project`,
        [person.id],
      );
      await client.query("delete from setting where name = 'setup_code'");
    }
    await client.query("commit");
    return made.rowCount === 1;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** Adds an account; answers false when the e-mail has one already. */
export async function savePerson(person: NewPerson): Promise<boolean> {
  const result = await pool().query({
    text: `insert into person (id, email, name, password_hash, oidc_subject) values ($1, $2, $3, $4, $5)
      on conflict do nothing`,
    values: [person.id, person.email, person.name, person.passwordHash, person.oidcSubject ?? null],
  });
  return result.rowCount === 1;
}

export async function setPersonName(personId: string, name: string): Promise<void> {
  await pool().query("update person set name = $2 where id = $1", [personId, name]);
}

/** Ties an account to its subject at the identity provider; answers false when it is tied to another. */
export async function setOidcSubject(personId: string, oidcSubject: string): Promise<boolean> {
  const result = await pool().query(
    "update person set oidc_subject = $2 where id = $1 and (oidc_subject is null or oidc_subject = $2)",
    [personId, oidcSubject],
  );
  return result.rowCount === 1;
}

/** Sets a password and logs the person out of all browsers but the one with `keptTokenHash`. */
export async function setPassword(
  personId: string,
  passwordHash: string,
  keptTokenHash: Uint8Array | null,
): Promise<void> {
  await pool().query({
    text: `with changed as (update person set password_hash = $2 where id = $1)
      delete from login where person_id = $1 and ($3::bytea is null or token_hash <> $3)`,
    values: [personId, passwordHash, keptTokenHash && Buffer.from(keptTokenHash)],
  });
}

/** Makes the person a member; one who is a member already keeps what he has. Answers whether he was made one. */
export async function saveMembership(scope: ProjectScope, membership: NewMembership): Promise<boolean> {
  const result = await pool().query({
    text: `insert into membership (project_id, person_id, role, may_hear) values ($1, $2, $3, $4) on conflict do nothing`,
    values: [scope.projectId, membership.personId, membership.role, membership.mayHear],
  });
  return result.rowCount === 1;
}

/** Takes turns with other changes of owners, and refuses what would leave the project without one (null instead of a role: leaves). */
export async function setMembership(
  scope: ProjectScope,
  { personId, role, mayHear }: { personId: string; role: Role | null; mayHear: boolean },
): Promise<"done" | "last-owner"> {
  const client = await pool().connect();
  try {
    await client.query("begin");
    await client.query("select from project where id = $1 for update", [scope.projectId]);
    if (role === null) {
      await client.query("delete from membership where project_id = $1 and person_id = $2", [
        scope.projectId,
        personId,
      ]);
    } else {
      await client.query("update membership set role = $3, may_hear = $4 where project_id = $1 and person_id = $2", [
        scope.projectId,
        personId,
        role,
        mayHear,
      ]);
    }
    const { rowCount } = await client.query("select from membership where project_id = $1 and role = 'owner' limit 1", [
      scope.projectId,
    ]);
    await client.query(rowCount === 0 ? "rollback" : "commit");
    return rowCount === 0 ? "last-owner" : "done";
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
