import { pool } from "@/lib/db";
import type { KeyScope, RecordingPolicy } from "@/lib/model/scope";

/** A key pair with what its project allows. The secret is encrypted; `lib/access/secrets.ts` opens it. */
export interface StoredKey {
  keyId: string;
  projectId: string;
  secretEncrypted: Uint8Array;
  scopes: KeyScope[];
  policy: RecordingPolicy;
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
}

const KEYS = `select api_key.id, project_id, secret_encrypted, scopes,
    record_sessions, record_audio, record_transcript, record_traces, record_logs
  from api_key join project on project.id = api_key.project_id where revoked_at is null`;

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
    },
  };
}

/** Ids and slugs of all projects, oldest first; with `slug`, of that one only. */
export async function listProjectIds(slug?: string): Promise<{ id: string; slug: string }[]> {
  const result = await pool().query<{ id: string; slug: string }>({
    text: `select id, slug from project where $1::text is null or slug = $1 order by created_at, id`,
    values: [slug ?? null],
  });
  return result.rows;
}
