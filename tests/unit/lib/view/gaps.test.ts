import { describe, expect, it } from "vitest";
import { findGaps } from "@/lib/view/gaps";
import { layOutRows } from "@/lib/view/rows";
import { aLog, anItem, aTimeline } from "./timeline-builder";

const items = [
  anItem({ id: "a1", startMs: 400, endMs: 5000 }),
  anItem({ id: "u1", role: "user", startMs: 7600, endMs: 12_000 }),
  anItem({ id: "a2", startMs: 13_900, endMs: 20_000 }),
];

describe("silences", () => {
  it("of two seconds and more are found between turns when the recording says nothing", () => {
    expect(findGaps(aTimeline({ items }))).toEqual([{ startMs: 5000, endMs: 7600, isMeasured: false }]);
  });

  it("are those of the recording where it was listened to, without the quiet before and after the talk", () => {
    const activity = {
      user: [[7700, 11_000]] as [number, number][],
      agent: [[500, 4800] as [number, number], [13_900, 19_000] as [number, number]],
      overlaps: [],
      silences: [[-300, 500] as [number, number], [4800, 7700], [11_000, 13_900], [19_000, 30_000]] as [
        number,
        number,
      ][],
    };
    expect(findGaps(aTimeline({ items, activity }))).toEqual([
      { startMs: 4800, endMs: 7700, isMeasured: true },
      { startMs: 11_000, endMs: 13_900, isMeasured: true },
    ]);
  });

  it("stand over the turn that ended them, and add no row", () => {
    const rows = layOutRows(aTimeline({ items, logs: [aLog({ id: "log", atMs: 6000 })] }));
    expect(rows.map((row) => row.id)).toEqual(["a1", "log", "u1", "a2"]);
    expect(rows.filter((row) => row.gap).map((row) => row.id)).toEqual(["u1"]);
  });
});
