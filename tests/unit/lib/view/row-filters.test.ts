import { describe, expect, it } from "vitest";
import { countAfter, countRows, filterRows, findRowAt } from "@/lib/view/row-filters";
import { layOutRows } from "@/lib/view/rows";
import { aLog, anItem, aTimeline, aToolCall } from "./timeline-builder";

const rows = layOutRows(
  aTimeline({
    items: [
      anItem({ id: "agent-1", startMs: 500, endMs: 5000, text: "Good morning" }),
      anItem({ id: "user-1", role: "user", startMs: 7000, endMs: 11_000, text: "Book me in with Okafor" }),
      aToolCall("tool-1", 12_000, { name: "check_availability", arguments: '{"doctor":"Okafor"}' }),
      anItem({ id: "agent-2", startMs: 13_000, endMs: 19_000, text: "Tuesday?" }),
    ],
    logs: [aLog({ id: "log-1", atMs: 15_000, message: "still talking" })],
  }),
);
const idAt = (positionMs: number) => rows[findRowAt(rows, positionMs)]?.id;

describe("row filters", () => {
  it("counts each kind, shown or not", () => {
    expect(countRows(rows)).toEqual({ transcript: 3, tool: 1, handoff: 0, span: 0, log: 1 });
  });

  it("keeps the kinds that are on", () => {
    expect(filterRows(rows, new Set(["tool"] as const)).map((row) => row.id)).toEqual(["tool-1"]);
    expect(filterRows(rows, new Set(["tool", "log"] as const)).map((row) => row.id)).toEqual(["tool-1", "log-1"]);
  });

  it("counts what came after a position, for a reader who looked away", () => {
    expect(countAfter(rows, Number.NEGATIVE_INFINITY)).toBe(5);
    expect(countAfter(rows, 12_000)).toBe(2);
    expect(countAfter(rows, 99_000)).toBe(0);
  });
});

describe("the row that is now", () => {
  it("is none before the first", () => {
    expect(findRowAt(rows, 499)).toBe(-1);
  });

  it("is the turn that is being spoken, also when a log line came in between", () => {
    expect(idAt(500)).toBe("agent-1");
    expect(idAt(9000)).toBe("user-1");
    expect(idAt(16_000)).toBe("agent-2");
  });

  it("is the last that began where no one speaks", () => {
    expect(idAt(6000)).toBe("agent-1");
    expect(idAt(12_500)).toBe("tool-1");
    expect(idAt(99_000)).toBe("log-1");
  });

  it("is the longer turn again after somebody said a word into it", () => {
    const over = layOutRows(
      aTimeline({
        items: [
          anItem({ id: "agent", startMs: 0, endMs: 10_000 }),
          anItem({ id: "yes", role: "user", startMs: 3000, endMs: 3500 }),
        ],
      }),
    );
    expect(over[findRowAt(over, 3200)]?.id).toBe("yes");
    expect(over[findRowAt(over, 5000)]?.id).toBe("agent");
  });
});
