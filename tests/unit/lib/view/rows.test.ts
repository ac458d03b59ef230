import { describe, expect, it } from "vitest";
import { layOutRows } from "@/lib/view/rows";
import { aLog, anItem, aSpan, aTimeline, aToolCall } from "./timeline-builder";

describe("rows of the unified list", () => {
  it("puts turns, tools, handoffs, spans and logs in one order of time", () => {
    const rows = layOutRows(
      aTimeline({
        items: [
          anItem({ id: "user", role: "user", startMs: 1000 }),
          aToolCall("tool", 2000, {}),
          anItem({ id: "hand", kind: "handoff", role: null, startMs: 3000, handoff: { from: "a", to: "b" } }),
        ],
        spans: [aSpan({ id: "span", startMs: 1500 })],
        logs: [aLog({ id: "log", atMs: -5 })],
      }),
    );
    expect(rows.map((row) => row.id)).toEqual(["log", "user", "span", "tool", "hand"]);
    expect(rows.map((row) => row.kind)).toEqual(["log", "transcript", "span", "tool", "handoff"]);
  });

  it("leaves out the record that only says who began, and instructions", () => {
    const items = [
      anItem({ id: "first", kind: "handoff", role: null, handoff: { from: null, to: "a" } }),
      anItem({ id: "config", kind: "config", role: null, text: "You are Nora." }),
    ];
    expect(layOutRows(aTimeline({ items }))).toEqual([]);
  });

  it("writes a tool call as name, arguments and output, and marks a failed one", () => {
    const tool = { name: "book", arguments: '{"day": "Tue", "slot": 3}', output: "no such slot", isError: true };
    const [row] = layOutRows(aTimeline({ items: [aToolCall("tool", 0, tool)] }));
    expect(row).toMatchObject({ text: "book", detail: "(day: Tue, slot: 3)", result: "no such slot" });
    expect(row).toMatchObject({ isError: true, tone: "error", durationMs: 100 });
  });

  it("reads a tool's output through its second encoding, as Node's SDK sends it", () => {
    const tool = { name: "transfer", output: '"Transferring to booking."' };
    expect(layOutRows(aTimeline({ items: [aToolCall("tool", 0, tool)] }))[0]?.result).toBe("Transferring to booking.");
  });

  it("calls the user by name when the room knows one, else caller", () => {
    const items = [anItem({ id: "user", role: "user" })];
    const maria = { participantId: "PA_1", identity: "u1", name: "Maria", joinedMs: 0, leftMs: null };
    const named = aTimeline({ items, participants: [{ ...maria, kind: "user", disconnectReason: null }] });
    const sip = aTimeline({ items, participants: [{ ...maria, kind: "sip", disconnectReason: null }] });
    expect(layOutRows(named)[0]?.who).toBe("Maria");
    expect(layOutRows(sip)[0]?.who).toBe("Caller");
  });

  it("shows confidence on the user's turns only and the wait on the agent's", () => {
    const metrics = { e2eLatencyMs: 1620 };
    const rows = layOutRows(
      aTimeline({
        items: [
          anItem({ id: "u", role: "user", confidence: 0.93, metrics, startMs: 0 }),
          anItem({ id: "a", role: "agent", confidence: 0.5, metrics, startMs: 1 }),
        ],
      }),
    );
    expect(rows[0]).toMatchObject({ confidence: 0.93, waitMs: null });
    expect(rows[1]).toMatchObject({ confidence: null, waitMs: 1620 });
  });

  it("says of a span that is not closed that it is still open", () => {
    const [row] = layOutRows(aTimeline({ spans: [aSpan({ id: "s", durationMs: null })] }));
    expect(row).toMatchObject({ source: "still open", durationMs: null, endMs: null });
  });
});
