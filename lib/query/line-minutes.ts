import { pool } from "@/lib/db";
import { matches } from "@/lib/filter/evaluate";
import type { FilterTree } from "@/lib/filter/tree";
import { LINE_LEVEL, type Line, type LineLevel } from "@/lib/model/lines";
import { type CountWork, countLines } from "./line-counts";

const MINUTE_MS = 60_000;

/**
 * Counts by level, from the counts of whole minutes, and line by line in the minutes at both ends of the time that it has only parts
 * of. Null when all was counted, else from where on.
 */
export async function countMinutes(work: CountWork): Promise<number | null> {
  const { fromMs, toMs } = work.tally.buckets;
  const firstMs = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS;
  const lastMs = Math.floor(toMs / MINUTE_MS) * MINUTE_MS;
  if (firstMs >= lastMs) return countLines(work, { fromMs, toMs });
  await addMinutes(work, firstMs, lastMs);
  const atEndMs = lastMs < toMs ? await countLines(work, { fromMs: lastMs, toMs }) : null;
  if (atEndMs !== null) return atEndMs;
  return fromMs < firstMs ? countLines(work, { fromMs, toMs: firstMs }) : null;
}

async function addMinutes({ scope, tree, tally }: CountWork, fromMs: number, toMs: number): Promise<void> {
  const { bucketMs } = tally.buckets;
  const { rows } = await pool().query<{ at_ms: string; level: number; lines: string; dropped: string }>({
    name: "sum-line-minutes",
    text: `select floor(extract(epoch from minute) * 1000 / $4) * $4 as at_ms, level, sum(line_count) as lines,
        sum(dropped_count) as dropped
      from line_minute where project_id = $1 and minute >= $2 and minute < $3 and level = any ($5::smallint[])
      group by 1, 2`,
    values: [scope.projectId, new Date(fromMs), new Date(toMs), bucketMs, levelsOf(tree)],
  });
  for (const { at_ms, level, lines, dropped } of rows) {
    tally.add(Math.max(Number(at_ms), fromMs), level, { count: Number(lines), dropped: Number(dropped) });
  }
}

/** The levels, as they are stored, that a filter of levels means. */
function levelsOf(tree: FilterTree): number[] {
  const levels: (LineLevel | null)[] = [null, ...(Object.keys(LINE_LEVEL) as LineLevel[])];
  // Such a filter looks at nothing else of a line.
  const meant = levels.filter((level) => matches(tree, { level } as Line));
  return meant.map((level) => (level === null ? 0 : LINE_LEVEL[level]));
}
