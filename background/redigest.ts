import { setTimeout as sleep } from "node:timers/promises";
import { allScopes } from "@/lib/access/scopes";
import { countRedigest, redigestActivity } from "@/lib/journal/activity";
import type { ProjectScope } from "@/lib/model/scope";
import { listSessionIds } from "@/lib/query/session-ids";

/** Sessions that wait at once: enough to keep a background process busy, few enough for live sessions to pass between. */
const BATCH_SESSIONS = 256;
const LOOK_MS = 250;
/** Nothing digested for so long, which is longer than a failed digest waits for its second try: nobody is at work. */
const STUCK_MS = 150_000;
/** The list lets fresh entries settle before a digest; these have long settled. */
const SETTLED_MS = 2_000;

export interface RedigestProgress {
  done: number;
  failed: number;
}

/**
 * Has all sessions of all projects digested anew by the background processes, batch by batch while traffic goes on; resolves when
 * the last one is done. Safe to stop and to begin again. `tell` hears how far it is after each batch.
 * Errors: when no background process works on it.
 */
export async function redigest(tell: (progress: RedigestProgress) => void): Promise<RedigestProgress> {
  const progress: RedigestProgress = { done: 0, failed: 0 };
  for (const scope of await allScopes()) {
    let after = "";
    for (;;) {
      const ids = await listSessionIds(scope, after, BATCH_SESSIONS);
      const last = ids.at(-1);
      if (last === undefined) break;
      await redigestActivity(scope, ids, new Date(Date.now() - SETTLED_MS));
      const failed = await waitForDigests(scope, ids);
      progress.failed += failed;
      progress.done += ids.length - failed;
      tell(progress);
      after = last;
    }
  }
  return progress;
}

async function waitForDigests(scope: ProjectScope, ids: string[]): Promise<number> {
  let movedAtMs = Date.now();
  for (let before = ids.length; ; ) {
    const { waiting, failed } = await countRedigest(scope, ids);
    if (waiting === 0) return failed;
    if (waiting < before) movedAtMs = Date.now();
    else if (Date.now() - movedAtMs > STUCK_MS) {
      throw new Error("No background process digests: start Earshot (npm start), then run this again.");
    }
    before = waiting;
    await sleep(LOOK_MS);
  }
}
