import type { ProjectScope } from "@/lib/model/scope";
import { finishDeletions, type OpenDeletion } from "@/lib/store/session-deletions";
import { purgeSessions } from "./purge";

/** Deletes what is left of sessions that somebody deleted: journal, files and what their jobs printed. Safe to repeat. */
export async function deleteSessions(scope: ProjectScope, open: OpenDeletion[], now: Date): Promise<void> {
  const audioKeys = open.flatMap(({ blobKeys }) => blobKeys);
  await purgeSessions(scope, open, { isDry: false, audioKeys, hasLines: true });
  await finishDeletions(
    scope,
    open.map(({ sessionId }) => sessionId),
    now,
  );
}
