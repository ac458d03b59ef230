import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";
import type { Share, SharesAnswer } from "@/lib/model/shares";

/** Of the newest; more links than this nobody reads in a list. */
const SHARES_LISTED = 500;

interface ShareRow {
  project_id: string;
  id: string;
  session_id: string;
  with_audio: boolean;
  redacted: boolean;
  created_by: string;
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  opened_count: number;
  last_opened_at: Date | null;
}

const COLUMNS = `share_link.project_id, share_link.id, session_id, with_audio, redacted, created_by, share_link.created_at,
  expires_at, revoked_at, opened_count, last_opened_at`;

/** The links of the project, or of one of its sessions, the latest first: void ones too, so that one sees what was open when. */
export async function listShares(scope: ProjectScope, sessionId: string | null): Promise<SharesAnswer> {
  const { rows } = await pool().query<ShareRow>({
    name: "list-shares",
    text: `select ${COLUMNS} from share_link
      where project_id = $1 and ($2::text is null or session_id = $2)
      order by created_at desc, id limit ${SHARES_LISTED}`,
    values: [scope.projectId, sessionId],
  });
  return { shares: rows.map(toShare) };
}

/** The link of that secret's SHA-256, void or not, and whose it is; null when there is none. Proves nothing by itself. */
export async function loadShare(tokenHash: Uint8Array): Promise<{ projectId: string; share: Share } | null> {
  const { rows } = await pool().query<ShareRow>({
    name: "load-share",
    text: `select ${COLUMNS} from share_link join project on project.id = share_link.project_id
      where token_hash = $1 and deleting_at is null`,
    values: [Buffer.from(tokenHash)],
  });
  const row = rows[0];
  return row ? { projectId: row.project_id, share: toShare(row) } : null;
}

/** Whether the audit log says that this address has opened the link since then. */
export async function wasShareOpened(
  scope: ProjectScope,
  { id, address, since }: { id: string; address: string; since: Date },
): Promise<boolean> {
  const { rowCount } = await pool().query({
    name: "was-share-opened",
    text: `select from audit_entry where project_id = $1 and at > $2 and action = 'share.open' and actor_id = $3
      and details ->> 'address' = $4 limit 1`,
    values: [scope.projectId, since, id, address],
  });
  return rowCount === 1;
}

function toShare(row: ShareRow): Share {
  return {
    id: row.id,
    sessionId: row.session_id,
    withAudio: row.with_audio,
    redacted: row.redacted,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
    openedCount: row.opened_count,
    lastOpenedAt: row.last_opened_at?.toISOString() ?? null,
  };
}
