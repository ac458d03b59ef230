import { pool } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { SessionRecords } from "@/lib/model/records";
import type { ProjectScope } from "@/lib/model/scope";
import { loadJournal, recordsOf } from "./session-records";
import { askThreadFor } from "./session-thread";

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

/** Whether a session's waveform can be had: its recording came and was read. */
export async function hasPeaks(scope: ProjectScope, sessionId: string): Promise<boolean> {
  if (sessionId.includes("\0")) return false;
  return (await findRecording(scope, sessionId))?.peaksBlobKey != null;
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
  const journal = await loadJournal(scope, sessionId);
  const told = await askThreadFor<RecordingAnswer>(journal, { kind: "recording" });
  const unread = told ? told.recording : toUnreadRecording(recordsOf(journal));
  if (!unread) {
    throw new AppError("not-found", `Session ${sessionId} has no recording; "missing" in its timeline says why.`);
  }
  const { startedAtMs, ...recording } = unread;
  const startedAt = startedAtMs === null ? null : new Date(startedAtMs);
  return { ...recording, startedAt, peaksBlobKey: null, activity: null, failure: null };
}

/** What a session's records say of its recording before anybody read it, in JSON values; null when there is none. */
interface UnreadRecording extends Pick<StoredRecording, "blobKey" | "sizeBytes" | "contentType" | "durationMs"> {
  startedAtMs: number | null;
}

/** As the thread for large sessions tells it. */
export interface RecordingAnswer {
  recording: UnreadRecording | null;
}

/** The recording as its upload declares it; null when there is none. */
export function toUnreadRecording({ recording }: SessionRecords): UnreadRecording | null {
  if (!recording) return null;
  const { blobKey, sizeBytes, contentType, startNs, declaredDurationMs } = recording;
  const startedAtMs = startNs === null ? null : Number(startNs / 1_000_000n);
  return { blobKey, sizeBytes, contentType, startedAtMs, durationMs: declaredDurationMs };
}
