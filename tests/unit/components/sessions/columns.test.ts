import { describe, expect, it } from "vitest";
import { COLUMNS, columnsOf, DEFAULT_COLUMNS, isDefaultChoice } from "@/components/sessions/columns";
import { CELLS } from "@/components/sessions/session-cells";

const keys = (chosen: string[] | null) => columnsOf(chosen).map(({ key }) => key);

describe("columns", () => {
  it("stand in one order, however they were chosen, and unknown ones are left out", () => {
    expect(keys(["tags", "started", "colour", "agent"])).toEqual(["started", "agent", "tags"]);
  });
  it("always have the agent, whose cell holds the link", () => {
    expect(keys(["tags"])).toEqual(["agent", "tags"]);
    expect(keys([])).toEqual(["agent"]);
  });
  it("are the default when nobody chose, and the less important of them wait for room", () => {
    expect(keys(null)).toEqual([...DEFAULT_COLUMNS]);
    expect(isDefaultChoice([...DEFAULT_COLUMNS].reverse())).toBe(true);
    const usage = (chosen: string[] | null) => columnsOf(chosen).find(({ key }) => key === "usage")?.className;
    expect(usage(null)).toContain("hidden");
    expect(usage(["usage", "agent"])).not.toContain("hidden");
  });
  it("each have a cell, and their keys are none twice", () => {
    for (const { key } of COLUMNS) expect([key, key === "agent" || key in CELLS]).toEqual([key, true]);
    expect(new Set(COLUMNS.map(({ key }) => key)).size).toBe(COLUMNS.length);
  });
});
