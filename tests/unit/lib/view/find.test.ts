import { describe, expect, it } from "vitest";
import { findInRows, findText, stepHit } from "@/lib/view/find";
import { layOutRows } from "@/lib/view/rows";
import { aLog, anItem, aTimeline, aToolCall } from "./timeline-builder";

const rows = layOutRows(
  aTimeline({
    items: [
      anItem({ id: "user-1", role: "user", startMs: 7000, endMs: 11_000, text: "Book me in with Okafor" }),
      aToolCall("tool-1", 12_000, { name: "check_availability", arguments: '{"doctor":"Okafor"}' }),
      anItem({ id: "agent-2", startMs: 13_000, endMs: 19_000, text: "Okafor on Tuesday?" }),
    ],
    logs: [aLog({ id: "log-1", atMs: 15_000, message: "Okafor was asked for" })],
  }),
);
const talk = new Set(["transcript", "tool"] as const);
const ids = (find: string) => findInRows(rows, talk, find).hits.map((row) => row.id);

describe("find in session", () => {
  it("finds rows with every word, in any case and order, also in arguments", () => {
    expect(ids("okafor")).toEqual(["user-1", "tool-1", "agent-2"]);
    expect(ids(" OKAFOR  book ")).toEqual(["user-1"]);
    expect(ids("nothing like it")).toEqual([]);
  });

  it("finds nothing without words, and counts what is switched off", () => {
    expect(ids("  ")).toEqual([]);
    expect(findInRows(rows, talk, "okafor").hidden).toEqual([{ kind: "log", count: 1 }]);
    expect(findInRows(rows, talk, "Tuesday").hidden).toEqual([]);
  });

  it("goes from hit to hit and round at the ends", () => {
    const { hits } = findInRows(rows, talk, "okafor");
    const step = (selectedId: string | null, by: 1 | -1) => stepHit(hits, { selectedId, positionMs: 12_500 }, by)?.id;
    expect(step("user-1", 1)).toBe("tool-1");
    expect(step("agent-2", 1)).toBe("user-1");
    expect(step("user-1", -1)).toBe("agent-2");
    expect(step("something else", 1)).toBe("agent-2");
    expect(step(null, -1)).toBe("tool-1");
    expect(stepHit([], { selectedId: null, positionMs: 0 }, 1)).toBeNull();
  });

  it("says which of how many is chosen", () => {
    const { hits } = findInRows(rows, talk, "okafor");
    expect(findText(hits, "tool-1")).toBe("2 of 3");
    expect(findText(hits, null)).toBe("3 matches");
    expect(findText(hits.slice(0, 1), null)).toBe("1 match");
    expect(findText([], null)).toBe("no match");
  });
});
