import { pool } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { ProjectScope } from "@/lib/model/scope";
import { loadRecords } from "./session-records";

/** A stored recording: the digest found it, the background process read it. */
export interface StoredRecording {
  blobKey: string;
  sizeBytes: number;
  contentType: string;
  startedAt: Date | null;
  /** Decoded if the file was read already, else declared by the sender. */
  durationMs: number | null;
  /** Null until the file was read. */
  peaksBlobKey: string | null;
  /** Who is heard when, packed (`audio/recorded-activity.ts`); null until the file was read. */
  activity: Uint8Array | null;
  /** Why the file cannot be read, in words. */
  failure: string | null;
}

interface RecordingColumns {
  blob_key: string;
  size_bytes: string;
  content_type: string;
  started_at: Date | null;
  duration_ms: number | null;
  peaks_blob_key: string | null;
  activity: Buffer | null;
  failure: string | null;
}

/** A session's recording; null when it has none (or when its digest is not written yet). */
export async function findRecording(scope: ProjectScope, sessionId: string): Promise<StoredRecording | null> {
  const result = await pool().query<RecordingColumns>({
    name: "find-recording",
    text: `select blob_key, size_bytes, content_type, started_at, coalesce(duration_ms, declared_duration_ms) as duration_ms,
        peaks_blob_key, activity, failure from recording where project_id = $1 and session_id = $2`,
    values: [scope.projectId, sessionId],
  });
  const row = result.rows[0];
  if (!row) return null;
  return {
    blobKey: row.blob_key,
    sizeBytes: Number(row.size_bytes),
    contentType: row.content_type,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    peaksBlobKey: row.peaks_blob_key,
    activity: row.activity,
    failure: row.failure,
  };
}

/**
 * As `findRecording`, for those who came for the sound; in its first moments a recording has no row and is found in the
 * journal. Errors: `not-found` when the session is unknown or has no recording.
 */
export async function loadRecording(scope: ProjectScope, sessionId: string): Promise<StoredRecording> {
  const stored = await findRecording(scope, sessionId);
  if (stored) return stored;
  const { recording } = (await loadRecords(scope, sessionId)).records;
  if (!recording) {
    throw new AppError("not-found", `Session ${sessionId} has no recording; "missing" in its timeline says why.`);
  }
  const { blobKey, sizeBytes, contentType, startNs, declaredDurationMs } = recording;
  const startedAt = startNs === null ? null : new Date(Number(startNs / 1_000_000n));
  const known = { blobKey, sizeBytes, contentType, startedAt, durationMs: declaredDurationMs };
  return { ...known, peaksBlobKey: null, activity: null, failure: null };
}
