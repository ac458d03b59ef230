import { pool } from "@/lib/db";
import type { KeyScope } from "@/lib/model/scope";

export interface NewProject {
  id: string;
  slug: string;
  name: string;
  key: { id: string; secretEncrypted: Uint8Array; scopes: KeyScope[] };
}

/** Processes that start at once take turns in making the first project. Any number that nothing else here uses. */
const FIRST_PROJECT_LOCK = 726_001;

/**
 * Makes the first project with its key pair if there is no project yet; answers whether it did. Safe to call from several
 * processes at once.
 */
export async function saveFirstProject(project: NewProject): Promise<boolean> {
  const client = await pool().connect();
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [FIRST_PROJECT_LOCK]);
    const made = await client.query(
      "insert into project (id, slug, name) select $1, $2, $3 where not exists (select from project where deleting_at is null) returning id",
      [project.id, project.slug, project.name],
    );
    if (made.rowCount === 1) {
      await client.query("insert into api_key (id, project_id, secret_encrypted, scopes) values ($1, $2, $3, $4)", [
        project.key.id,
        project.id,
        Buffer.from(project.key.secretEncrypted),
        project.key.scopes,
      ]);
      // After the last project was deleted: the new one belongs to whoever was first.
      await client.query(
        `insert into membership (project_id, person_id, role, may_hear)
          select $1, id, 'owner', true from person order by created_at, id limit 1`,
        [project.id],
      );
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

/** Makes a project with its first owner; answers false when the slug is taken. */
export async function saveProject(
  project: { id: string; slug: string; name: string },
  ownerId: string,
): Promise<boolean> {
  const result = await pool().query({
    text: `with made as (insert into project (id, slug, name) values ($1, $2, $3) on conflict (slug) do nothing returning id)
      insert into membership (project_id, person_id, role, may_hear) select id, $4, 'owner', true from made`,
    values: [project.id, project.slug, project.name, ownerId],
  });
  return result.rowCount === 1;
}
