import { pool } from "@/lib/db";
import type { ApiKey } from "@/lib/model/keys";
import { RecordingChanges, Redaction } from "@/lib/model/privacy";
import type { KeyScope, ProjectScope, RecordingPolicy } from "@/lib/model/scope";

/** A key pair with what its project allows. The secret is encrypted; `lib/access/secrets.ts` opens it. */
export interface StoredKey {
  keyId: string;
  projectId: string;
  secretEncrypted: Uint8Array;
  scopes: KeyScope[];
  policy: RecordingPolicy;
  lineDays: number;
}

interface KeyRow {
  id: string;
  project_id: string;
  secret_encrypted: Buffer;
  scopes: KeyScope[];
  record_sessions: boolean;
  record_audio: boolean;
  record_transcript: boolean;
  record_traces: boolean;
  record_logs: boolean;
  redaction: unknown;
  recording_changes: unknown;
  line_days: number;
}

const KEYS = `select api_key.id, project_id, secret_encrypted, scopes,
    record_sessions, record_audio, record_transcript, record_traces, record_logs, redaction, recording_changes,
    line_days
  from api_key join project on project.id = api_key.project_id where revoked_at is null and deleting_at is null`;

/** The key pair of that id; null when there is none or it was revoked. */
export async function loadKey(keyId: string): Promise<StoredKey | null> {
  const result = await pool().query<KeyRow>({ name: "load-key", text: `${KEYS} and api_key.id = $1`, values: [keyId] });
  return result.rows[0] ? toStoredKey(result.rows[0]) : null;
}

/** The oldest pair of the project that may send telemetry: the one that an agent's environment is shown with. */
export async function loadSendingKey(projectId: string): Promise<StoredKey | null> {
  const result = await pool().query<KeyRow>({
    text: `${KEYS} and project_id = $1 and 'ingest' = any (scopes) order by api_key.created_at, api_key.id limit 1`,
    values: [projectId],
  });
  return result.rows[0] ? toStoredKey(result.rows[0]) : null;
}

function toStoredKey(row: KeyRow): StoredKey {
  return {
    keyId: row.id,
    projectId: row.project_id,
    secretEncrypted: row.secret_encrypted,
    scopes: row.scopes,
    policy: {
      recordSessions: row.record_sessions,
      recordAudio: row.record_audio,
      recordTranscript: row.record_transcript,
      recordTraces: row.record_traces,
      recordLogs: row.record_logs,
      redaction: Redaction.parse(row.redaction),
      changes: RecordingChanges.parse(row.recording_changes),
    },
    lineDays: row.line_days,
  };
}

/** Ids and slugs of all projects, oldest first; with `slug`, of that one only. */
export async function listProjectIds(slug?: string): Promise<{ id: string; slug: string }[]> {
  const result = await pool().query<{ id: string; slug: string }>({
    text: `select id, slug from project where deleting_at is null and ($1::text is null or slug = $1) order by created_at, id`,
    values: [slug ?? null],
  });
  return result.rows;
}

/** How long a revoked pair is still listed. */
const REVOKED_DAYS = 30;

interface ListedKeyRow {
  id: string;
  label: string;
  scopes: KeyScope[];
  created_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

/** The project's key pairs without their secrets, newest first; revoked ones for a month, after those that work. */
export async function listKeys(scope: ProjectScope): Promise<{ keys: ApiKey[] }> {
  const result = await pool().query<ListedKeyRow>({
    text: `select id, label, scopes, created_at, last_used_at, revoked_at from api_key
      where project_id = $1 and (revoked_at is null or revoked_at > now() - make_interval(days => $2))
      order by revoked_at is not null, created_at desc, id limit 500`,
    values: [scope.projectId, REVOKED_DAYS],
  });
  const keys = result.rows.map((row) => ({
    id: row.id,
    label: row.label,
    scopes: row.scopes,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }));
  return { keys };
}
