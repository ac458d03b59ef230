import { describe, expect, it } from "vitest";
import type { Line } from "@/lib/model/lines";
import { LINES_MAX, mergeLines, toRows } from "@/lib/view/line-list";
import { NO_LIVE_LINES, withLeftOut, withLines, withPause } from "@/lib/view/live-lines";

const START_MS = Date.parse("2026-11-21T12:00:00.000Z");
const line = (id: number, atMs = id): Line => ({
  ...{ id: String(id), at: new Date(START_MS + atMs).toISOString(), receivedAt: "", agent: "a", deployment: null },
  ...{ worker: "w", host: null, stream: "stdout", level: null, message: String(id), raw: String(id), logger: null },
  ...{ fields: {}, exception: null, sessionId: null, seq: id },
});
const ids = (lines: readonly Line[]) => lines.map(({ id }) => Number(id));

describe("lines of several replicas", () => {
  it("stand by time, each once, whenever they come", () => {
    const first = mergeLines([], [line(2), line(1), line(5)]);
    expect(ids(mergeLines(first, [line(4), line(5), line(7, 3), line(6)]))).toEqual([1, 2, 7, 4, 5, 6]);
  });

  it("of one millisecond stand in the order in which they were stored", () => {
    expect(ids(mergeLines([line(9, 1)], [line(10, 1), line(8, 1)]))).toEqual([8, 9, 10]);
  });
});

describe("a live view", () => {
  it("shows nothing new while it is paused, and all of it when it goes on", () => {
    const paused = withPause(withLines(NO_LIVE_LINES, [line(1)]), true);
    const later = withLines(withLines(paused, [line(2)]), [line(2), line(3)]);
    expect([ids(later.shown), ids(later.held)]).toEqual([[1], [2, 3]]);
    expect(ids(withPause(later, false).shown)).toEqual([1, 2, 3]);
  });

  it("lets go of the oldest lines beyond its bound, and counts them", () => {
    const many = Array.from({ length: LINES_MAX + 5 }, (_, index) => line(index + 1));
    const live = withLines(NO_LIVE_LINES, many);
    expect([live.shown.length, live.forgottenCount, live.shown[0]?.id]).toEqual([LINES_MAX, 5, "6"]);
  });

  it("has one place for lines that were left out, where they would stand", () => {
    let live = withLines(NO_LIVE_LINES, [line(1), line(2)]);
    live = withLeftOut(withLeftOut(live, 40, 0), 2, 0);
    live = withLines(live, [line(3)]);
    const rows = toRows(live.shown, live.leftOut);
    expect(rows.map((row) => (row.kind === "line" ? row.line.id : row.leftOut.count))).toEqual(["1", "2", 42, "3"]);
  });
});
