import type { Readable } from "node:stream";
import { blobs } from "@/lib/blobs";
import { AppError } from "@/lib/errors";
import type { ProjectScope } from "@/lib/model/scope";

/**
 * A recording's whole file as a stream, for reading it once from beginning to end. The scope is of the project whose row
 * named the blob. Errors: `not-found` when the blob store has lost it.
 */
export async function openRecordingFile(_scope: ProjectScope, recording: { blobKey: string }): Promise<Readable> {
  const found = await blobs().stat(recording.blobKey);
  if (!found) throw new AppError("not-found", `The recording's file ${recording.blobKey} is not in the blob store.`);
  return blobs().openRange(recording.blobKey, 0, Math.max(0, found.sizeBytes - 1));
}
