import { expect, it } from "vitest";
import type { LineHistogram } from "@/lib/model/lines";
import { layOutHistogram, levelTotals } from "@/lib/view/line-histogram";

const histogram: LineHistogram = {
  ...{ from: "2026-11-21T12:00:00.000Z", to: "2026-11-21T12:02:30.000Z", bucketMs: 60_000 },
  // none, trace, debug, info, warn, error, fatal
  buckets: [
    { at: "2026-11-21T12:00:00.000Z", counts: [0, 0, 0, 50, 0, 0, 0], dropped: 0 },
    { at: "2026-11-21T12:01:00.000Z", counts: [10, 0, 0, 65, 20, 4, 1], dropped: 12 },
    { at: "2026-11-21T12:02:00.000Z", counts: [0, 0, 0, 0, 0, 1, 0], dropped: 0 },
  ],
  ...{ isComplete: false, countedFrom: "2026-11-21T12:01:00.000Z" },
};
const bars = layOutHistogram(histogram, Date.parse("2026-11-21T12:05:00.000Z"));

it("draws shares of the highest bar, and lifts a single error so that it is seen", () => {
  expect(bars[1]).toMatchObject({ count: 100, restShare: 0.75, warnShare: 0.2, errorShare: 0.05 });
  expect(bars[0]).toMatchObject({ restShare: 0.5, warnShare: 0, errorShare: 0 });
  expect(bars[2]?.errorShare).toBe(0.04);
});

it("ends the last bar where the time ends, and marks what is missing and what was not counted", () => {
  expect(bars[2]?.toMs).toBe(Date.parse(histogram.to));
  expect(bars.map(({ isDropped }) => isDropped)).toEqual([false, true, false]);
  expect(bars.map(({ isUnknown }) => isUnknown)).toEqual([true, false, false]);
  expect(bars[1]?.text).toMatch(/: 100 lines, 5 errors, 20 warnings, 12 missing$/);
});

it("sums levels, the most urgent first, without those that have no line", () => {
  expect(levelTotals(histogram).map(({ level, count }) => `${level} ${count}`)).toEqual([
    ...["fatal 1", "error 5", "warn 20", "info 115", "none 10"],
  ]);
});
