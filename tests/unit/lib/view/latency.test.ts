import { describe, expect, it } from "vitest";
import { layOutWait } from "@/lib/view/latency";
import { explainWait } from "@/lib/view/slow-because";
import { anItem, aSpan, aTimeline, aToolCall } from "./timeline-builder";

const user = anItem({
  id: "u",
  role: "user",
  startMs: 5000,
  endMs: 10_000,
  metrics: { transcriptionDelayMs: 120, endOfTurnDelayMs: 500, onUserTurnCompletedDelayMs: 10 },
});

describe("the parts of a wait", () => {
  it("sum to what the caller waited, each instant given to the stage that was busy", () => {
    // Worked out by hand: speech ends at 10,000; transcription to 10,120; decision at 10,500; callback to 10,510;
    // LLM asks for a tool 10,520–10,820, tool 10,820–10,980, LLM first token 11,000 + 220, TTS 11,230 + 150, sound at 11,600.
    const turn = anItem({
      id: "a",
      startMs: 11_600,
      metrics: { e2eLatencyMs: 1600, llmTtftMs: 220, ttsTtfbMs: 150 },
    });
    const timeline = aTimeline({
      items: [user, aToolCall("t", 10_820, { name: "check", durationMs: 160 }), turn],
      spans: [
        aSpan({ id: "l1", startMs: 10_520, durationMs: 300, summary: "gpt-4.1-mini" }),
        aSpan({ id: "l2", startMs: 11_000, durationMs: 600, summary: "gpt-4.1-mini" }),
        aSpan({ id: "x", name: "tts_node", startMs: 11_230, durationMs: 900, summary: "sonic-3" }),
      ],
    });
    const wait = layOutWait(timeline, turn);
    expect(wait?.parts.map((part) => [part.name, part.durationMs])).toEqual([
      ["transcription", 120],
      ["end of turn decision", 380],
      ["on_user_turn_completed", 10],
      ["LLM, tool step", 300],
      ["tool check", 160],
      ["LLM, first token", 220],
      ["TTS, first byte", 150],
      ["not explained", 260],
    ]);
    expect(wait?.parts.reduce((sum, part) => sum + part.durationMs, 0)).toBe(1600);
    expect(wait?.parts.find((part) => part.name === "TTS, first byte")?.owner).toBe("sonic-3");
    expect(explainWait(timeline, wait ?? { totalMs: 0, parts: [] })).toBe(
      "The longest part was end of turn decision, 0.38 s. Slower than 0 of 1 turn here.",
    );
  });

  it("never exceed the wait, though the figures sent would (a reply begun before the turn was decided)", () => {
    const turn = anItem({ id: "a", startMs: 10_600, metrics: { e2eLatencyMs: 600, llmTtftMs: 700, ttsTtfbMs: 200 } });
    const timeline = aTimeline({
      items: [user, turn],
      spans: [
        aSpan({ id: "l", startMs: 9800, durationMs: 900 }),
        aSpan({ id: "x", name: "tts_node", startMs: 10_400, durationMs: 900 }),
      ],
    });
    const wait = layOutWait(timeline, turn);
    expect(wait?.parts.reduce((sum, part) => sum + part.durationMs, 0)).toBe(600);
    expect(wait?.parts.map((part) => part.name)).toEqual([
      "transcription",
      "end of turn decision",
      "on_user_turn_completed",
      "TTS, first byte",
    ]);
  });

  it("are made from the figures alone where no span came", () => {
    const turn = anItem({ id: "a", startMs: 11_000, metrics: { e2eLatencyMs: 1000, llmTtftMs: 250, ttsTtfbMs: 150 } });
    const wait = layOutWait(aTimeline({ items: [user, turn] }), turn);
    expect(wait?.parts.map((part) => [part.name, part.durationMs])).toEqual([
      ["transcription", 120],
      ["end of turn decision", 380],
      ["on_user_turn_completed", 10],
      ["LLM, first token", 250],
      ["TTS, first byte", 150],
      ["not explained", 90],
    ]);
  });

  it("are not made up for a greeting, which nobody waited for", () => {
    const greeting = anItem({ id: "a", startMs: 400, metrics: { ttsTtfbMs: 250 } });
    expect(layOutWait(aTimeline({ items: [greeting] }), greeting)).toBeNull();
  });
});
