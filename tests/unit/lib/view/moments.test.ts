import { describe, expect, it } from "vitest";
import { findMoments, leadInMs, nextMoment, previousMoment, thinMoments } from "@/lib/view/moments";
import { aLog, anItem, aTimeline, aToolCall } from "./timeline-builder";

const moments = findMoments(
  aTimeline({
    items: [
      anItem({ id: "a1", startMs: 0, endMs: 4000 }),
      anItem({ id: "u1", role: "user", startMs: 7000, endMs: 9000 }),
      aToolCall("t1", 9500, { name: "book", isError: true }),
      anItem({ id: "a2", startMs: 10_600, endMs: 14_000, interrupted: true, metrics: { e2eLatencyMs: 1600 } }),
      anItem({ id: "u2", role: "user", startMs: 13_500, endMs: 15_000 }),
      anItem({ id: "a3", startMs: 16_000, endMs: 17_000, metrics: { e2eLatencyMs: 1000 } }),
    ],
    logs: [aLog({ id: "l1", atMs: 12_000, level: "error", message: "boom" }), aLog({ id: "l2", level: "warn" })],
  }),
);

describe("moments worth hearing", () => {
  it("are interruptions, failures, slow turns and silences of more than two seconds, in order", () => {
    expect(moments.map((moment) => [moment.kind, moment.atMs, moment.recordId])).toEqual([
      ["silence", 4000, null],
      ["slow-turn", 9000, "a2"],
      ["error", 9500, "t1"],
      ["error", 12_000, "l1"],
      ["interruption", 14_000, "a2"],
    ]);
    expect(moments[0]?.text).toBe("Silence, 3.00 s");
  });

  it("take silences from the recording where there is one", () => {
    const activity = { user: [], agent: [], overlaps: [], silences: [[500, 3500]] as [number, number][] };
    const heard = findMoments(aTimeline({ items: [anItem({ id: "a", startMs: 9000 })], activity }));
    expect(heard).toEqual([{ kind: "silence", atMs: 500, text: "Silence, 3.00 s", recordId: null }]);
  });

  it("are thinned to what can be told apart, the gravest first", () => {
    const many = Array.from({ length: 10_000 }, (_unused, index) => ({
      ...{ kind: index % 500 === 3 ? ("error" as const) : ("silence" as const), atMs: index, text: "", recordId: null },
    }));
    const thin = thinMoments(many, { startMs: 0, endMs: 10_000 });
    expect(thin).toHaveLength(180);
    expect(thin.filter((moment) => moment.kind === "error")).toHaveLength(20);
  });

  it("come one after the other by next, and round again after the last", () => {
    const places: number[] = [];
    let positionMs = 0;
    for (let step = 0; step < 6; step += 1) {
      const moment = nextMoment(moments, positionMs);
      if (!moment) break;
      places.push(moment.atMs);
      positionMs = leadInMs(moment);
    }
    expect(places).toEqual([4000, 9000, 9500, 12_000, 14_000, 4000]);
  });

  it("come backwards by previous, and not the one just jumped to", () => {
    expect(previousMoment(moments, 11_700)?.atMs).toBe(9500);
    expect(previousMoment(moments, 0)?.atMs).toBe(14_000);
  });

  it("are none in a session without any", () => {
    expect(nextMoment(findMoments(aTimeline()), 0)).toBeNull();
  });
});
