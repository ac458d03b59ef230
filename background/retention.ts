import { allScopes } from "@/lib/access/scopes";
import { log } from "@/lib/log";
import type { Taken } from "@/lib/model/retention";
import type { ProjectScope } from "@/lib/model/scope";
import { loadProject } from "@/lib/query/projects";
import { DAILY_RUN } from "@/lib/query/retention-runs";
import { cutoffAt } from "@/lib/retention/cutoff";
import { dropEmptyDays, isSwept, type Limit, wholeDaysBefore } from "@/lib/retention/days";
import { keepFigures } from "@/lib/retention/improvement";
import { sweepLines } from "@/lib/retention/lines";
import { sweepProject } from "@/lib/retention/sweep";
import { saveAuditEntry } from "@/lib/store/audit";
import { deleteUnfinishedFiles } from "@/lib/store/files";
import {
  type ClaimedRun,
  claimRetentionRun,
  deleteOldRuns,
  finishRetentionRun,
  saveDailyRuns,
  saveRunStep,
} from "@/lib/store/retention-runs";
import { deleteOldDeletions } from "@/lib/store/session-deletions";

/** Looks so often whether a project's daily run is due. */
const DAILY_LOOK_MS = 60_000;

/** Nothing is written for so long without a byte: connections that are silent for two minutes are ended (server.ts). */
const UNFINISHED_MS = 24 * 3600 * 1000;

let lookedAtMs = 0;

/** Does one retention run, if one is due or was asked for. `clock` is handed in, so that tests can be a month later. */
export async function runRetention(clock: () => Date = () => new Date()): Promise<{ isMore: boolean }> {
  const claimed = await claimRetentionRun(clock());
  if (claimed) {
    const scope = (await allScopes()).find(({ projectId }) => projectId === claimed.projectId);
    if (scope) await doRun(scope, claimed, clock);
    return { isMore: true };
  }
  if (clock().getTime() - lookedAtMs < DAILY_LOOK_MS) return { isMore: false };
  lookedAtMs = clock().getTime();
  const made = await saveDailyRuns(DAILY_RUN, clock());
  if (made === 0) await tidyUp(clock());
  return { isMore: made > 0 };
}

async function doRun(scope: ProjectScope, run: ClaimedRun, clock: () => Date): Promise<void> {
  const about = { project: scope.projectId, run: run.id, dryRun: run.dryRun };
  let failure: string | null = null;
  try {
    const project = await loadProject(scope);
    const isDaily = run.askedBy === DAILY_RUN;
    const onStep = (taken: Taken) => saveRunStep(scope, run.id, taken, clock());
    await sweepProject(scope, {
      now: clock(),
      cutoff: run.cutoffAt,
      isDry: run.dryRun,
      // Of a run that somebody asked for, what it deleted is gone when it says so: not when the day is dropped.
      daysDroppedBefore: isDaily ? await wholeDaysBefore(await limitsAt(clock()), isSwept) : null,
      beforePurge: project.improvementProgramme.enabled
        ? (sessions) => keepFigures(scope, sessions, clock())
        : undefined,
      onStep,
    });
    const cutoff = cutoffAt(clock(), project.retention.lineDays);
    await sweepLines(scope, { now: clock(), cutoff, isDry: run.dryRun, onStep });
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
    log.error("retention failed", { ...about, error });
  }
  await finishRetentionRun(scope, run.id, failure, clock());
  const actor = { kind: "system", id: DAILY_RUN, name: run.askedBy } as const;
  await saveAuditEntry(scope, {
    actor,
    action: "retention.run",
    target: run.id,
    details: { dryRun: run.dryRun, failure },
  });
  log.info("retention run", { ...about, failure });
}

async function limitsAt(now: Date): Promise<Limit[]> {
  const limits: Limit[] = [];
  for (const scope of await allScopes()) {
    const { retention } = await loadProject(scope);
    limits.push({ scope, cutoff: cutoffAt(now, retention.sessionDays) });
  }
  return limits;
}

/** What the runs of all projects leave: empty days, receipts that are too old. */
async function tidyUp(now: Date): Promise<void> {
  const days = await dropEmptyDays(await limitsAt(now));
  if (days > 0) log.info("days of the journal dropped", { days });
  const files = await deleteUnfinishedFiles(new Date(now.getTime() - UNFINISHED_MS));
  if (files > 0) log.info("unfinished files removed", { files });
  await deleteOldRuns(now);
  await deleteOldDeletions(now);
}
