import { describe, expect, it } from "vitest";
import type { ChatItem } from "@/lib/model/turns";
import { toItemsWithPauses } from "@/lib/normalise/false-interruptions";
import { toLogs } from "@/lib/normalise/logs";
import { toSpans } from "@/lib/normalise/spans";
import { atNs, sentLog, sentSpan } from "./sent";

const TURN = "0000000000000001";
const speaking = (id: number, times: [number, number], parentSpanId = TURN) =>
  sentSpan("agent_speaking", id, times, { parentSpanId });

function message(id: string, startMs: number, endMs: number | null): ChatItem {
  return {
    id,
    kind: "message",
    role: "agent",
    startNs: atNs(startMs),
    endNs: endMs === null ? null : atNs(endMs),
    createdNs: atNs(startMs),
    text: "Doctor Okafor has openings on Thursday.",
    interrupted: false,
    confidence: null,
    tool: null,
    handoff: null,
    metrics: {},
    spanIds: [],
    sent: null,
  };
}

const marked = (items: ChatItem[], spans: ReturnType<typeof sentSpan>[], logs: ReturnType<typeof sentLog>[] = []) =>
  toItemsWithPauses(items, toSpans(spans).spans, toLogs(logs).logs)
    .filter(({ falseInterruption }) => falseInterruption === true)
    .map(({ id }) => id);

describe("a false interruption", () => {
  it("is a message in which the agent fell silent and went on in the same turn", () => {
    // As Python 1.8.9 does it: pause() at 2 s, resume() after the timeout of 2 s, one message over both.
    const spans = [sentSpan("agent_turn", 1, [0, 9000]), speaking(2, [1000, 2000]), speaking(3, [4000, 8000])];
    expect(marked([message("a", 1000, 8000)], spans)).toEqual(["a"]);
  });

  it("is none when the agent was silenced, or says two messages in one turn", () => {
    const spans = [sentSpan("agent_turn", 1, [0, 9000]), speaking(2, [1000, 2000]), speaking(3, [4000, 8000])];
    expect(marked([message("a", 1000, 2000), message("b", 4000, 8000)], spans)).toEqual([]);
    expect(marked([message("a", 1000, 2000)], spans.slice(0, 2))).toEqual([]);
  });

  it("is none when the next speech belongs to another turn", () => {
    const spans = [speaking(2, [1000, 2000]), speaking(3, [4000, 8000], "0000000000000009")];
    expect(marked([message("a", 1000, 8000)], spans)).toEqual([]);
  });

  it("is believed when the SDK's log says so", () => {
    expect(marked([message("a", 1000, 8000)], [], [sentLog("resumed false interrupted speech", 4000)])).toEqual(["a"]);
    expect(marked([message("a", 1000, 2000)], [], [sentLog("resumed false interrupted speech", 4000)])).toEqual([]);
  });
});
