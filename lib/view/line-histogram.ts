import type { LineHistogram } from "@/lib/model/lines";
import { formatDayUnlessToday, formatPlural, formatTimeOfDay, formatWhole } from "./format";

/** One bar: shares of the plot's height from its foot upwards, errors at the foot. */
export interface HistogramBar {
  fromMs: number;
  toMs: number;
  count: number;
  errorShare: number;
  warnShare: number;
  restShare: number;
  /** Lines are missing here. */
  isDropped: boolean;
  /** Not counted, because counting took too long. */
  isUnknown: boolean;
  text: string;
}

/** A single line among thousands is still seen. */
const SHARE_MIN = 0.04;

/** Prepares the histogram's bars; heights are shares of the highest. */
export function layOutHistogram(histogram: LineHistogram, nowMs: number): HistogramBar[] {
  const endMs = Date.parse(histogram.to);
  const counted = histogram.countedFrom === null ? Number.NEGATIVE_INFINITY : Date.parse(histogram.countedFrom);
  const most = Math.max(1, ...histogram.buckets.map(({ counts }) => sum(counts)));
  return histogram.buckets.map(({ at, counts, dropped }) => {
    const fromMs = Date.parse(at);
    const toMs = Math.min(endMs, fromMs + histogram.bucketMs);
    const [count, warns, errors] = [sum(counts), counts[4] ?? 0, (counts[5] ?? 0) + (counts[6] ?? 0)];
    return {
      ...{ fromMs, toMs, count, isDropped: dropped > 0, isUnknown: !histogram.isComplete && toMs <= counted },
      errorShare: shareOf(errors, most),
      warnShare: shareOf(warns, most),
      restShare: shareOf(count - warns - errors, most),
      text: barText({ fromMs, toMs, count, warns, errors, dropped }, nowMs),
    };
  });
}

/** How many lines there are of each level, most urgent first; levels without lines are left out. */
export function levelTotals(histogram: LineHistogram): { level: string; count: number }[] {
  const names = ["none", "trace", "debug", "info", "warn", "error", "fatal"];
  return names
    .map((level, index) => ({ level, count: sum(histogram.buckets.map(({ counts }) => counts[index] ?? 0)) }))
    .filter(({ count }) => count > 0)
    .reverse();
}

function sum(counts: number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function shareOf(count: number, most: number): number {
  return count === 0 ? 0 : Math.max(SHARE_MIN, count / most);
}

interface BarFacts {
  fromMs: number;
  toMs: number;
  count: number;
  warns: number;
  errors: number;
  dropped: number;
}

function barText({ fromMs, toMs, count, warns, errors, dropped }: BarFacts, nowMs: number): string {
  const parts = [formatPlural(count, "line")];
  if (errors > 0) parts.push(formatPlural(errors, "error"));
  if (warns > 0) parts.push(formatPlural(warns, "warning"));
  if (dropped > 0) parts.push(`${formatWhole(dropped)} missing`);
  return `${spanText(fromMs, toMs, nowMs)}: ${parts.join(", ")}`;
}

function spanText(fromMs: number, toMs: number, nowMs: number): string {
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
  const day = formatDayUnlessToday(from, nowMs);
  return `${day ? `${day}, ` : ""}${formatTimeOfDay(from)} – ${formatTimeOfDay(to)}`;
}
