import { NOTHING_TAKEN, type Taken } from "@/lib/model/retention";
import type { ProjectScope } from "@/lib/model/scope";
import {
  countAgedRows,
  deleteAgedRows,
  deleteLines,
  deleteWorkerJobs,
  findJobLines,
  type LineChoice,
  listSegmentShares,
  type SegmentShare,
  saveSegmentShare,
  sumLines,
  type TakenLines,
} from "@/lib/store/line-deletions";
import { currentLineSegment, dropExpiredSegment } from "@/lib/store/line-segments";

export interface LineSweep {
  now: Date;
  /** What was printed before it is too old. */
  cutoff: Date;
  isDry: boolean;
  /** What the step just done has taken; a failure ends the sweep. */
  onStep: (taken: Taken) => Promise<void>;
}

/**
 * Deletes the runtime lines that a project keeps no longer, in steps: whole segments where no project needs them, else batches of rows; then
 * what is known of minutes, workers and jobs of that time. Whatever dies on the way: the next sweep goes on. A dry one only counts.
 */
export async function sweepLines(scope: ProjectScope, sweep: LineSweep): Promise<void> {
  const { cutoff, isDry, onStep } = sweep;
  const current = await currentLineSegment();
  for (const share of await listSegmentShares(scope, null, cutoff)) await sweepSegment(scope, share, current, sweep);
  if (isDry) {
    await onStep(toTaken({ rows: await countAgedRows(scope, cutoff), bytes: 0 }));
    return;
  }
  for (;;) {
    const rows = await deleteAgedRows(scope, cutoff);
    if (rows === 0) return;
    await onStep(toTaken({ rows, bytes: 0 }));
  }
}

async function sweepSegment(
  scope: ProjectScope,
  { segment, maxAt, lineCount, sizeBytes }: SegmentShare,
  current: number,
  { now, cutoff, isDry, onStep }: LineSweep,
): Promise<void> {
  const choice: LineChoice = { from: null, before: cutoff, sessionIds: null };
  const isWhole = maxAt < cutoff;
  const whole = { rows: lineCount, bytes: sizeBytes };
  if (isDry) return onStep(toTaken(isWhole ? whole : await sumLines(scope, segment, choice)));
  if (isWhole && segment < current && (await dropExpiredSegment(segment, now))) await onStep(toTaken(whole));
  else await deleteAll(scope, segment, choice, (taken) => onStep(toTaken(taken)));
  await saveSegmentShare(scope, segment, cutoff);
}

async function deleteAll(
  scope: ProjectScope,
  segment: number,
  choice: LineChoice,
  onBatch: (taken: TakenLines) => Promise<void>,
): Promise<void> {
  for (;;) {
    const taken = await deleteLines(scope, segment, choice);
    if (taken.rows === 0) return;
    await onBatch(taken);
  }
}

/**
 * Deletes, or only counts, the runtime lines of jobs: those of sessions that somebody deleted. Safe to repeat.
 */
export async function purgeJobLines(scope: ProjectScope, jobIds: string[], isDry: boolean): Promise<TakenLines> {
  const range = await findJobLines(scope, jobIds);
  if (!range) return { rows: 0, bytes: 0 };
  const before = new Date(range.to.getTime() + 1);
  const choice: LineChoice = { from: range.from, before, sessionIds: jobIds };
  const sum: TakenLines = { rows: 0, bytes: 0 };
  const add = async (taken: TakenLines) => {
    sum.rows += taken.rows;
    sum.bytes += taken.bytes;
  };
  for (const { segment } of await listSegmentShares(scope, range.from, before)) {
    if (isDry) await add(await sumLines(scope, segment, choice));
    else await deleteAll(scope, segment, choice, add);
  }
  if (!isDry) sum.rows += await deleteWorkerJobs(scope, jobIds);
  return sum;
}

function toTaken({ rows, bytes }: TakenLines): Taken {
  return { ...NOTHING_TAKEN, rows, bytes };
}
