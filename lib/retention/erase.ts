import type { ErasedSession } from "@/lib/model/erasures";
import type { ProjectScope } from "@/lib/model/scope";
import { type ErasureMatch, listErasureMatches } from "@/lib/query/erasure-matches";
import { listErased } from "@/lib/query/erasures";
import { loadHolds } from "@/lib/query/holds";
import { type ClaimedErasure, saveErased } from "@/lib/store/erasures";
import { finishDeletions, hideSessions } from "@/lib/store/session-deletions";
import { purgeSessions } from "./purge";

/**
 * Erases what an erasure is about, page by page: what is found is written to the receipt with its counts, then it goes, and what is
 * sent of it afterwards goes, too. Held sessions stay, and the receipt says so. A dry run only writes. Killed anywhere it begins
 * anew: the receipt knows what it has counted.
 */
export async function eraseSubject(scope: ProjectScope, erasure: ClaimedErasure, clock: () => Date): Promise<void> {
  const counted = new Set((await listErased(scope, erasure.id)).map(({ sessionId }) => sessionId));
  for await (const page of listErasureMatches(scope, erasure.subject)) {
    const holds = await loadHolds(
      scope,
      page.map(({ sessionId }) => sessionId),
    );
    const toReceipt = (match: ErasureMatch): ErasedSession => {
      const hold = holds.get(match.sessionId);
      const keptBecause = hold ? `held by ${hold.heldBy}: ${hold.reason}` : null;
      return { sessionId: match.sessionId, startedAt: match.startedAt?.toISOString() ?? null, keptBecause };
    };
    const free = page.filter(({ sessionId }) => !holds.has(sessionId));
    const uncounted = page.filter(({ sessionId }) => !counted.has(sessionId));
    const taken = await purgeSessions(
      scope,
      uncounted.filter(({ sessionId }) => !holds.has(sessionId)),
      { isDry: true, hasLines: true },
    );
    await saveErased(scope, erasure.id, { sessions: uncounted.map(toReceipt), taken, now: clock() });
    if (!erasure.dryRun) await eraseSessions(scope, free, { askedBy: erasure.askedBy, clock });
  }
}

async function eraseSessions(
  scope: ProjectScope,
  sessions: ErasureMatch[],
  { askedBy, clock }: { askedBy: string; clock: () => Date },
): Promise<void> {
  const sessionIds = sessions.map(({ sessionId }) => sessionId);
  await hideSessions(scope, sessionIds, { askedBy, now: clock() });
  await purgeSessions(scope, sessions, { isDry: false, hasLines: true });
  await finishDeletions(scope, sessionIds, clock());
}
