import type { FilterTree } from "@/lib/filter/tree";
import type { LineHistogram, LineHistogramQuery } from "@/lib/model/lines";
import type { ProjectScope } from "@/lib/model/scope";
import { cutTime, type LineBuckets } from "./line-buckets";
import { countLines } from "./line-counts";
import { readLineFilter } from "./line-filter";
import { countMinutes } from "./line-minutes";
import { listLineSegments, toSpan } from "./line-segments";
import { LineTally } from "./line-tally";

/** Whoever looks at lines waits for their number no longer than for the lines. */
const COUNT_MS_MAX = 2_000;
/** Shown where a project has no lines. */
const EMPTY_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * How many lines of which level fall into which part of the time. What depends on levels alone is read off counts by the minute;
 * all else is counted, the newest first, and where that takes too long `isComplete` is false and `countedFrom` says how far it came.
 * Without `from` it begins with the first line, without `to` it ends at `nowMs`.
 * Errors: `invalid` for a filter that cannot be read.
 */
export async function loadLineHistogram(
  scope: ProjectScope,
  query: LineHistogramQuery,
  nowMs: number,
): Promise<LineHistogram> {
  const tree = readLineFilter(query.q);
  const asked = toSpan(query);
  const segments = await listLineSegments(scope, asked);
  const toMs = asked.toMs ?? nowMs;
  const firstMs = Math.min(...segments.map(({ minAtMs }) => minAtMs), toMs);
  const fromMs = Math.min(asked.fromMs ?? (firstMs < toMs ? firstMs : toMs - EMPTY_MS), toMs);
  const buckets = cutTime(fromMs, toMs, query.buckets);
  const tally = new LineTally(buckets);
  const isByMinute = buckets.bucketMs >= MINUTE_MS && isOfLevels(tree);
  const work = { scope, tree, segments, tally, untilMs: performance.now() + COUNT_MS_MAX };
  const countedFromMs = isByMinute ? await countMinutes(work) : await countLines(work, { fromMs, toMs });
  return toAnswer(buckets, tally, countedFromMs);
}

function isOfLevels(tree: FilterTree): boolean {
  switch (tree.kind) {
    case "all":
    case "level":
      return true;
    case "and":
    case "or":
      return tree.of.every(isOfLevels);
    case "not":
      return isOfLevels(tree.of);
    default:
      return tree.kind === "present" && tree.field === "level";
  }
}

function toAnswer(buckets: LineBuckets, tally: LineTally, countedFromMs: number | null): LineHistogram {
  const { fromMs, toMs, bucketMs } = buckets;
  if (countedFromMs !== null) tally.forgetBefore(countedFromMs);
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    bucketMs,
    buckets: tally.toBuckets(),
    isComplete: countedFromMs === null,
    countedFrom: countedFromMs === null ? null : new Date(countedFromMs).toISOString(),
  };
}
