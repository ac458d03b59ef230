import { allScopes } from "@/lib/access/scopes";
import { log } from "@/lib/log";
import type { ProjectScope } from "@/lib/model/scope";
import { deleteSessions } from "@/lib/retention/delete-sessions";
import { eraseSubject } from "@/lib/retention/erase";
import { saveAuditEntry } from "@/lib/store/audit";
import { type ClaimedErasure, claimErasure, finishErasure } from "@/lib/store/erasures";
import { listOpenDeletions } from "@/lib/store/session-deletions";

const SESSIONS_A_ROUND = 100;

/** Deletes what is left of sessions that somebody deleted, and what came of them since. */
export async function finishSessionDeletions(): Promise<{ isMore: boolean }> {
  const open = await listOpenDeletions(new Date(), SESSIONS_A_ROUND);
  if (open.length === 0) return { isMore: false };
  for (const scope of await allScopes()) {
    const own = open.filter(({ projectId }) => projectId === scope.projectId);
    if (own.length > 0) await deleteSessions(scope, own, new Date());
  }
  return { isMore: open.length === SESSIONS_A_ROUND };
}

/** Does one erasure that was asked for. */
export async function doErasure(clock: () => Date = () => new Date()): Promise<{ isMore: boolean }> {
  const claimed = await claimErasure(clock());
  if (!claimed) return { isMore: false };
  const scope = (await allScopes()).find(({ projectId }) => projectId === claimed.projectId);
  if (scope) await erase(scope, claimed, clock);
  return { isMore: true };
}

async function erase(scope: ProjectScope, erasure: ClaimedErasure, clock: () => Date): Promise<void> {
  let failure: string | null = null;
  try {
    await eraseSubject(scope, erasure, clock);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
    log.error("erasure failed", { project: scope.projectId, erasure: erasure.id, error });
  }
  await finishErasure(scope, erasure.id, failure, clock());
  const actor = { kind: "system", id: "Earshot", name: erasure.askedBy } as const;
  const details = { by: Object.keys(erasure.subject), dryRun: erasure.dryRun, failure };
  // Whom it was about stands in the receipt only.
  await saveAuditEntry(scope, { actor, action: "erasure.done", target: erasure.id, details });
}
