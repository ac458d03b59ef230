import { listLeftoverKeys } from "@/lib/journal/delete";
import { addTaken, NOTHING_TAKEN, type Taken } from "@/lib/model/retention";
import type { ProjectScope } from "@/lib/model/scope";
import { listAgedSessions } from "@/lib/query/aged-sessions";
import { listOrphanedFiles } from "@/lib/query/session-files";
import { deleteFiles } from "@/lib/store/files";
import { isExpired, leftoversBefore } from "./cutoff";
import { type Purged, purgeSessions } from "./purge";

/** Sessions of one step: a step takes well below a second, and a stop or a kill loses no more than that. */
const SESSIONS_A_STEP = 50;
/** A file this young may belong to an upload on its way, or to one that is being sent again. */
const FILE_MS_MIN = 2 * 24 * 3600 * 1000;

export interface SweepOptions {
  now: Date;
  /** What ended before it is too old. */
  cutoff: Date;
  isDry: boolean;
  /** See `purgeSessions`. */
  daysDroppedBefore?: Date | null;
  /** Called before a session's data goes, for what shall outlive it. */
  beforePurge?: (sessions: Purged[]) => Promise<void>;
  /** What the step just done has taken; a failure ends the sweep. */
  onStep: (taken: Taken) => Promise<void>;
}

/**
 * Deletes what a project keeps no longer, in steps: sessions that are too old, entries that no session answers to, files that
 * nobody knows. Whatever dies on the way: the next sweep goes on. A dry one finds the same and deletes nothing.
 */
export async function sweepProject(scope: ProjectScope, options: SweepOptions): Promise<void> {
  await sweepSessions(scope, options);
  await sweepLeftovers(scope, options);
  await sweepFiles(scope, options);
}

async function sweepSessions(scope: ProjectScope, options: SweepOptions): Promise<void> {
  const { cutoff, isDry, daysDroppedBefore, beforePurge, onStep } = options;
  for (let after = ""; ; ) {
    const page = await listAgedSessions(scope, { cutoff, after, limit: SESSIONS_A_STEP });
    const expired = page.filter((session) => isExpired(session, cutoff));
    if (expired.length > 0) {
      if (!isDry) await beforePurge?.(expired);
      await onStep(await purgeSessions(scope, expired, { isDry, daysDroppedBefore }));
    }
    if (page.length < SESSIONS_A_STEP) return;
    after = page.at(-1)?.sessionId ?? "";
  }
}

/** Rooms that no agent's telemetry came of, and what a deletion that was cut off has left. */
async function sweepLeftovers(scope: ProjectScope, options: SweepOptions): Promise<void> {
  const { cutoff, isDry, daysDroppedBefore, onStep } = options;
  const before = leftoversBefore(cutoff);
  // What lies in days that are dropped next is counted already.
  const from = daysDroppedBefore ?? undefined;
  for (let after = ""; ; ) {
    const keys = await listLeftoverKeys(scope, { from, before, after, limit: SESSIONS_A_STEP });
    if (keys.length > 0) {
      const leftovers = keys.map((sessionId) => ({ sessionId, roomId: null }));
      const taken = await purgeSessions(scope, leftovers, { isDry });
      await onStep({ ...taken, sessions: 0 });
    }
    if (keys.length < SESSIONS_A_STEP) return;
    after = keys.at(-1) ?? "";
  }
}

async function sweepFiles(scope: ProjectScope, { now, isDry, onStep }: SweepOptions): Promise<void> {
  for await (const files of listOrphanedFiles(scope, new Date(now.getTime() - FILE_MS_MIN))) {
    if (files.length === 0) continue;
    if (!isDry) {
      await deleteFiles(
        scope,
        files.map(({ key }) => key),
      );
    }
    const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    await onStep(addTaken(NOTHING_TAKEN, { sessions: 0, rows: 0, blobs: files.length, bytes }));
  }
}
