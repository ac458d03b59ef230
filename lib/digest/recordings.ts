import type { RecordingRow } from "@/lib/model/digests";
import type { Recording } from "@/lib/model/recordings";

/** The row of a session's audio; null when it has none. Its real length and peaks come later, from the file. */
export function digestRecording(recording: Recording | null): RecordingRow | null {
  if (recording === null) return null;
  const { blobKey, sizeBytes, contentType, startNs, declaredDurationMs } = recording;
  const startedAt = startNs === null ? null : new Date(Number(startNs / 1_000_000n));
  return { blobKey, sizeBytes, contentType, startedAt, declaredDurationMs };
}
