import { pool } from "@/lib/db";
import type { KeyScope, ProjectScope } from "@/lib/model/scope";

export interface NewKey {
  id: string;
  secretEncrypted: Uint8Array;
  scopes: KeyScope[];
}

/**
 * Adds a key pair to the project, or gives the project's pair of that id a new secret and scopes. Answers false when the
 * id belongs to another project: key ids are unique in the installation, because a token names only its key.
 */
export async function saveKey(scope: ProjectScope, key: NewKey): Promise<boolean> {
  const result = await pool().query({
    text: `insert into api_key (id, project_id, secret_encrypted, scopes) values ($2, $1, $3, $4)
      on conflict (id) do update set
        secret_encrypted = excluded.secret_encrypted, scopes = excluded.scopes, revoked_at = null
      where api_key.project_id = $1`,
    values: [scope.projectId, key.id, Buffer.from(key.secretEncrypted), key.scopes],
  });
  return result.rowCount === 1;
}
