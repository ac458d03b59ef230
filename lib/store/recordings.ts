import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { blobs } from "@/lib/blobs";
import { pool } from "@/lib/db";
import type { RecordingEnvelope } from "@/lib/model/journal";
import type { RecordingFacts } from "@/lib/model/recordings";
import type { ProjectScope } from "@/lib/model/scope";

type StoredAudio = NonNullable<RecordingEnvelope["audio"]>;

/** A claim this old belongs to a process that died: whoever reads a long recording renews his (`renewRecordingClaim`). */
const STALE_CLAIM_MS = 60_000;
/** A file that cannot be read this often never will be. */
const ATTEMPTS_MAX = 3;

/**
 * Streams the audio of an upload to the blob store, in flat memory. The name says only the day: until the whole upload
 * was read, nobody knows whose audio it is. Errors: `too-large` above `bytesMax`; then nothing is kept.
 */
export async function saveRecordingAudio(
  scope: ProjectScope,
  audio: Readable,
  options: { contentType: string; bytesMax: number },
): Promise<StoredAudio> {
  const day = new Date().toISOString().slice(0, 10);
  const blobKey = `recordings/${scope.projectId}/${day}/${randomUUID()}.ogg`;
  const { sizeBytes, sha256 } = await blobs().putStream(blobKey, audio, options);
  return { blobKey, sizeBytes, contentType: options.contentType, sha256 };
}

/** Takes audio back whose upload failed: nothing names it yet. */
export async function deleteRecordingAudio(blobKey: string): Promise<void> {
  await blobs().delete(blobKey);
}

/** A recording whose length and peaks are not known yet, claimed by this process. */
export interface ClaimedRecording {
  projectId: string;
  sessionId: string;
  blobKey: string;
}

/**
 * Claims up to `limit` recordings that were not read yet, so that no other process reads the same file; those that only a newer
 * version reads anew (they have peaks) come last, and short ones before long ones.
 */
export async function claimRecordings(limit: number, now: Date): Promise<ClaimedRecording[]> {
  const result = await pool().query<{ project_id: string; session_id: string; blob_key: string }>({
    text: `
      with due as (
        select project_id, session_id from recording
        where activity is null and attempts < $2 and (claimed_at is null or claimed_at <= $4)
        order by peaks_blob_key nulls first, size_bytes
        limit $1 for update skip locked
      )
      update recording set claimed_at = $3, attempts = attempts + 1 from due
      where recording.project_id = due.project_id and recording.session_id = due.session_id
      returning recording.project_id, recording.session_id, blob_key`,
    values: [limit, ATTEMPTS_MAX, now, new Date(now.getTime() - STALE_CLAIM_MS)],
  });
  return result.rows.map((row) => ({ projectId: row.project_id, sessionId: row.session_id, blobKey: row.blob_key }));
}

/** Says that the recording is still being read; of another file that the session has by now, it says nothing. */
export async function renewRecordingClaim(
  scope: ProjectScope,
  recording: { sessionId: string; blobKey: string },
  now: Date,
): Promise<void> {
  await pool().query({
    text: `update recording set claimed_at = $4
      where project_id = $1 and session_id = $2 and blob_key = $3 and activity is null`,
    values: [scope.projectId, recording.sessionId, recording.blobKey, now],
  });
}

/**
 * Keeps what reading the file has shown. Answers false when the session has another recording by now: then these facts,
 * and the blob with their peaks, are about nothing.
 */
export async function saveRecordingFacts(
  scope: ProjectScope,
  recording: { sessionId: string; blobKey: string },
  facts: RecordingFacts,
): Promise<boolean> {
  const result = await pool().query({
    text: `update recording set duration_ms = $4, peaks_blob_key = $5, activity = $6, claimed_at = null, failure = null
      where project_id = $1 and session_id = $2 and blob_key = $3`,
    values: [
      scope.projectId,
      recording.sessionId,
      recording.blobKey,
      facts.durationMs,
      facts.peaksBlobKey,
      Buffer.from(facts.activity),
    ],
  });
  return result.rowCount === 1;
}

/**
 * Forgets what other versions of the reader found (the first byte says which): the recordings count as unread again, in all projects.
 * Answers how many.
 */
export async function deleteOldActivity(version: number): Promise<number> {
  const result = await pool().query({
    text: "update recording set activity = null, attempts = 0 where get_byte(activity, 0) <> $1",
    values: [version],
  });
  return result.rowCount ?? 0;
}

/** Keeps why the file could not be read; it is tried again until `ATTEMPTS_MAX`, after the claim has grown stale. */
export async function saveRecordingFailure(
  scope: ProjectScope,
  recording: { sessionId: string; blobKey: string },
  failure: string,
): Promise<void> {
  await pool().query({
    text: "update recording set failure = $4 where project_id = $1 and session_id = $2 and blob_key = $3",
    values: [scope.projectId, recording.sessionId, recording.blobKey, failure.replaceAll("\0", "")],
  });
}
