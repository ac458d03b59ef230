import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";

/** A link to a session. Of its secret only the SHA-256. */
export interface NewShare {
  id: string;
  sessionId: string;
  tokenHash: Uint8Array;
  withAudio: boolean;
  redacted: boolean;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
}

/** Keeps a link that was just made. */
export async function saveShare(scope: ProjectScope, share: NewShare): Promise<void> {
  const { id, sessionId, tokenHash, withAudio, redacted, createdBy, createdAt, expiresAt } = share;
  await pool().query({
    name: "save-share",
    text: `insert into share_link
      (project_id, id, session_id, token_hash, with_audio, redacted, created_by, created_at, expires_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      ...[scope.projectId, id, sessionId, Buffer.from(tokenHash), withAudio, redacted],
      ...[createdBy, createdAt, expiresAt],
    ],
  });
}

/** Makes a link of that session void from now on; answers false when there is none that is not void already. */
export async function setShareRevoked(
  scope: ProjectScope,
  { id, sessionId }: { id: string; sessionId: string },
  now: Date,
): Promise<boolean> {
  const { rowCount } = await pool().query({
    name: "set-share-revoked",
    text: `update share_link set revoked_at = $4
      where project_id = $1 and session_id = $2 and id = $3 and revoked_at is null`,
    values: [scope.projectId, sessionId, id, now],
  });
  return rowCount === 1;
}

/** Counts that somebody opened it. */
export async function saveShareOpened(scope: ProjectScope, id: string, now: Date): Promise<void> {
  await pool().query({
    name: "save-share-opened",
    text: `update share_link set opened_count = opened_count + 1, last_opened_at = $3 where project_id = $1 and id = $2`,
    values: [scope.projectId, id, now],
  });
}
