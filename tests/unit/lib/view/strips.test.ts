import { describe, expect, it } from "vitest";
import type { Lane } from "@/lib/view/lanes";
import { type Mark, toBar } from "@/lib/view/mark";
import { toMarkLevels } from "@/lib/view/mark-levels";
import { describeMark, placeMarks } from "@/lib/view/marks";
import { paintStrip } from "@/lib/view/strip-paint";
import { findMarkAt, layOutStrips, stripsHeightPx } from "@/lib/view/strips";
import type { TimeScale } from "@/lib/view/time-scale";

const scale = { window: { startMs: 0, endMs: 10_000 }, widthPx: 1000 };

function aMark(id: string, startMs: number, endMs: number, parts: Partial<Mark> = {}): Mark {
  return { ...toBar(id, startMs, endMs, "llm"), what: id, ...parts };
}

function aLane(id: Lane["id"], marks: Mark[]): Lane {
  return { id, label: id, tone: "llm", marks, levels: toMarkLevels(marks) };
}

function placedStrips(from: Lane[], at: TimeScale) {
  return layOutStrips(from, "tint").map((strip) => ({ strip, placed: placeMarks(strip.lane.levels, at) }));
}

const INTERRUPTED = { cutMs: 4500, note: { text: "interrupted", tone: "error" as const } };
const lanes = [
  aLane("user", [aMark("u", 1000, 2000)]),
  aLane("agent", [aMark("a", 3000, 5000, INTERRUPTED)]),
  aLane("llm", [aMark("one", 1000, 1010), aMark("two", 1060, 1200), aMark("failed", 1100, 1150, { isError: true })]),
  aLane("logs", [aMark("log", 9000, 9000, { shape: "triangle" })]),
];

describe("strips", () => {
  it("stand under each other: both sides, a gap, then the work", () => {
    const strips = layOutStrips(lanes, "tint");
    expect(strips.map((strip) => [strip.lane.id, strip.topPx, strip.heightPx])).toEqual([
      ["user", 0, 50],
      ["agent", 50, 50],
      ["llm", 109, 18],
      ["logs", 127, 18],
    ]);
    expect(stripsHeightPx(strips)).toBe(145);
    expect(stripsHeightPx(layOutStrips(lanes, "bar"))).toBe(101);
  });

  it("find the mark under a point, on top first, and the nearest when none is hit", () => {
    const strips = placedStrips(lanes, scale);
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
    const placed = placeMarks(toMarkLevels(marks), { ...scale, widthPx: 100 });
    expect(placed.map((one) => describeMark(one, 0).what)).toEqual(["3 marks: x …"]);
  });

  it("paint an interrupted turn: bar, hatch from the cut to the end, and the word; the selected one again on top", () => {
    const [, agent] = placedStrips(lanes, scale);
    const bar = { kind: "bar", xPx: 300, widthPx: 200, tone: "llm", hasErrorLine: false };
    const rest = [
      { kind: "hatch", xPx: 450, widthPx: 50, tone: "error" },
      { kind: "label", xPx: 504, text: "interrupted", tone: "error" },
    ];
    const plain = [{ ...bar, isSelected: false }, ...rest];
    expect(agent && paintStrip(agent, scale, null)).toEqual(plain);
    expect(agent && paintStrip(agent, scale, "a")).toEqual([...plain, { ...bar, isSelected: true }, ...rest]);
  });

  it("show the selected mark alone also where it is merged with others", () => {
    const many = [aMark("x", 0, 1), aMark("y", 10, 11), aMark("z", 30, 31)];
    const [strip] = placedStrips([aLane("llm", many)], { ...scale, widthPx: 100 });
    const selected =
      strip &&
      paintStrip(strip, { ...scale, widthPx: 100 }, "z").filter((paint) => "isSelected" in paint && paint.isSelected);
    expect(selected).toEqual([
      { kind: "bar", xPx: 0.3, widthPx: 3, tone: "llm", isSelected: true, hasErrorLine: false },
    ]);
  });

  it("paint no further than the plot's edges, however close the zoom", () => {
    const close = { window: { startMs: 4000, endMs: 4200 }, widthPx: 1000 };
    const [, agent] = placedStrips(lanes, close);
    expect(agent && paintStrip(agent, close, null)[0]).toMatchObject({ xPx: 0, widthPx: 1000 });
  });
});
