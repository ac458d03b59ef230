import { pool } from "@/lib/db";
import type { KeyScope, ProjectScope } from "@/lib/model/scope";

export interface NewKey {
  id: string;
  secretEncrypted: Uint8Array;
  scopes: KeyScope[];
  label?: string;
}

/**
 * Adds a key pair to the project, or gives the project's pair of that id a new secret and scopes. Answers false when the
 * id belongs to another project: key ids are unique in the installation, because a token names only its key.
 */
export async function saveKey(scope: ProjectScope, key: NewKey): Promise<boolean> {
  const result = await pool().query({
    text: `insert into api_key (id, project_id, secret_encrypted, scopes, label) values ($2, $1, $3, $4, $5)
      on conflict (id) do update set
        secret_encrypted = excluded.secret_encrypted, scopes = excluded.scopes, revoked_at = null
      where api_key.project_id = $1`,
    values: [scope.projectId, key.id, Buffer.from(key.secretEncrypted), key.scopes, key.label ?? ""],
  });
  return result.rowCount === 1;
}

/** Ends a key pair of the project; answers false when there is none that works. */
export async function revokeKey(scope: ProjectScope, keyId: string): Promise<boolean> {
  const result = await pool().query({
    text: "update api_key set revoked_at = now() where project_id = $1 and id = $2 and revoked_at is null",
    values: [scope.projectId, keyId],
  });
  return result.rowCount === 1;
}

/** Notes when a key was used last; a note that comes late never turns the time back. */
export async function saveKeyUse(scope: ProjectScope, keyId: string, usedAt: Date): Promise<void> {
  await pool().query({
    text: `update api_key set last_used_at = $3
      where project_id = $1 and id = $2 and (last_used_at is null or last_used_at < $3)`,
    values: [scope.projectId, keyId, usedAt],
  });
}
