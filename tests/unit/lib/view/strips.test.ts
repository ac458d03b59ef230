import { describe, expect, it } from "vitest";
import type { Lane, Mark } from "@/lib/view/lanes";
import { titleOf } from "@/lib/view/marks";
import { paintStrip } from "@/lib/view/strip-paint";
import { findMarkAt, layOutStrips, stripsHeightPx } from "@/lib/view/strips";

const scale = { window: { startMs: 0, endMs: 10_000 }, widthPx: 1000 };

function aMark(id: string, startMs: number, endMs: number, parts: Partial<Mark> = {}): Mark {
  const mark: Mark = {
    ...{ id, startMs, endMs, tone: "llm", shape: "bar", label: null, title: id, isError: false, cutMs: null },
    ...parts,
  };
  return mark;
}

function aLane(id: Lane["id"], marks: Mark[]): Lane {
  return { id, label: id, tone: "llm", marks };
}

const lanes = [
  aLane("user", [aMark("u", 1000, 2000)]),
  aLane("agent", [aMark("a", 3000, 5000, { cutMs: 4500 })]),
  aLane("llm", [aMark("one", 1000, 1010), aMark("two", 1060, 1200), aMark("failed", 1100, 1150, { isError: true })]),
  aLane("logs", [aMark("log", 9000, 9000, { shape: "triangle" })]),
];

describe("strips", () => {
  it("stand under each other: both sides, a gap, then the work", () => {
    const strips = layOutStrips(lanes, scale, "tint");
    expect(strips.map((strip) => [strip.lane.id, strip.topPx, strip.heightPx])).toEqual([
      ["user", 0, 50],
      ["agent", 50, 50],
      ["llm", 109, 19],
      ["logs", 128, 19],
    ]);
    expect(stripsHeightPx(strips)).toBe(147);
    expect(stripsHeightPx(layOutStrips(lanes, scale, "bar"))).toBe(103);
  });

  it("find the mark under a point, on top first, and the nearest when none is hit", () => {
    const strips = layOutStrips(lanes, scale, "tint");
    const at = (xPx: number, yPx: number) => findMarkAt(strips, xPx, yPx)?.placed.mark.id ?? null;
    expect(at(150, 10)).toBe("u");
    expect(at(150, 60)).toBeNull();
    expect(at(112, 115)).toBe("failed");
    expect(at(118, 115)).toBe("two");
    // Bar "one" is drawn 3 px wide (100 … 103), "two" begins at 106.
    expect(at(104, 115)).toBe("one");
    expect(at(105.6, 115)).toBe("two");
    expect(at(97, 115)).toBe("one");
    expect(at(95, 115)).toBeNull();
    expect(at(903, 130)).toBe("log");
    expect(at(500, 900)).toBeNull();
  });

  it("say how many marks stand under one", () => {
    const marks = [aMark("x", 0, 1), aMark("y", 10, 11), aMark("z", 30, 31)];
    const [strip] = layOutStrips([aLane("llm", marks)], { ...scale, widthPx: 100 }, "tint");
    expect(strip?.placed.map(titleOf)).toEqual(["3 marks: x …"]);
  });

  it("paint an interrupted turn: bar, hatch from the cut to the end, and the word", () => {
    const [, agent] = layOutStrips(lanes, scale, "tint");
    expect(agent && paintStrip(agent, scale, "a")).toEqual([
      { kind: "bar", xPx: 300, widthPx: 200, tone: "llm", isSelected: true, hasErrorLine: false },
      { kind: "hatch", xPx: 450, widthPx: 50 },
      { kind: "label", xPx: 504, text: "interrupted", isError: true },
    ]);
  });

  it("paint no further than a little over the plot's edges, however close the zoom", () => {
    const close = { window: { startMs: 4000, endMs: 4200 }, widthPx: 1000 };
    const [, agent] = layOutStrips(lanes, close, "tint");
    expect(agent && paintStrip(agent, close, null)[0]).toMatchObject({ xPx: -8, widthPx: 1016 });
  });
});
