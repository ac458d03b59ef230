import { blobs } from "@/lib/blobs";
import type { ProjectScope } from "@/lib/model/scope";

/**
 * Keeps a recording's peaks file beside its audio, under the same name, and answers its key: reading the same file again
 * replaces it. Layout: `lib/audio/peaks.ts`.
 */
export async function saveRecordingPeaks(
  _scope: ProjectScope,
  recording: { blobKey: string },
  peaks: Uint8Array,
): Promise<string> {
  const key = `${recording.blobKey}.peaks`;
  await blobs().put(key, peaks, { contentType: "application/octet-stream" });
  return key;
}
