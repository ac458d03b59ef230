import { describe, expect, it } from "vitest";
import type { TimelineWait, WaitPart } from "@/lib/model/waits";
import { layOutWait } from "@/lib/view/latency";
import { explainWait } from "@/lib/view/slow-because";
import { aSession, aTimeline, aUsage } from "./timeline-builder";

function aPart(stage: WaitPart["stage"], durationMs: number, owner = "", spanId: string | null = null): WaitPart {
  return { stage, owner, durationMs, spanId };
}

// By hand: 120 + 380 + 3 + 300 + 160 + 220 + 150 + 257 + 10 = 1600.
const slow: TimelineWait = {
  itemId: "a",
  totalMs: 1600,
  heardMs: 1630,
  parts: [
    aPart("transcription", 120),
    aPart("end of turn decision", 380),
    aPart("on_user_turn_completed", 3),
    aPart("LLM, tool step", 300, "gpt-4.1-mini", "l1"),
    aPart("tool", 160, "check", "t1"),
    aPart("LLM, first token", 220, "gpt-4.1-mini", "l2"),
    aPart("TTS, first byte", 150, "sonic-3", "x1"),
    aPart("playback", 10),
    aPart("not explained", 257),
  ],
};

function aFast(itemId: string, totalMs: number): TimelineWait {
  return {
    itemId,
    totalMs,
    heardMs: null,
    parts: [aPart("LLM, first token", 200, "gpt-4.1-mini"), aPart("not explained", totalMs - 200)],
  };
}

const timeline = aTimeline({
  session: aSession({
    latency: { e2eP50Ms: 900, e2eP95Ms: 1800 },
    usage: [
      aUsage({ kind: "llm", provider: "openai", model: "gpt-4.1-mini" }),
      aUsage({ kind: "tts", provider: "cartesia", model: "sonic-3" }),
      aUsage({ kind: "stt", provider: "deepgram", model: "nova-3" }),
    ],
  }),
  waits: [slow, aFast("b", 800), aFast("c", 900)],
});

describe("the parts of a wait", () => {
  it("sum to what the caller waited, each with its owner; what is too short to write is not explained", () => {
    const wait = layOutWait(timeline, { id: "a" });
    expect(wait?.slices.map((slice) => [slice.name, slice.owner, slice.durationMs])).toEqual([
      ["transcription", "deepgram nova-3", 120],
      ["end of turn decision", "turn detection settings", 380],
      ["LLM, tool step", "openai gpt-4.1-mini", 300],
      ["tool check", "your code", 160],
      ["LLM, first token", "openai gpt-4.1-mini", 220],
      ["TTS, first byte", "cartesia sonic-3", 150],
      ["playback", "the agent's audio output", 10],
      ["not explained", "", 260],
    ]);
    expect(wait?.slices.reduce((sum, slice) => sum + slice.durationMs, 0)).toBe(1600);
    expect(wait?.slices[3]?.spanId).toBe("t1");
  });

  it("stand beside the gap that was heard and the session's percentiles, on a scale that holds all of them", () => {
    const wait = layOutWait(timeline, { id: "a" });
    expect(wait).toMatchObject({ heardMs: 1630, scaleMs: 1800 });
    expect(wait?.marks).toEqual([
      { name: "p50", atMs: 900 },
      { name: "p95", atMs: 1800 },
    ]);
    expect(layOutWait({ ...timeline, waits: [slow] }, { id: "a" })?.marks).toEqual([]);
  });

  it("are compared with what the stage usually takes, from three turns on", () => {
    const usual = (id: string, stage: string) =>
      layOutWait(timeline, { id })?.slices.find((slice) => slice.stage === stage)?.usualMs;
    expect(usual("a", "LLM, first token")).toBe(200);
    expect(usual("a", "tool")).toBeNull();
  });

  it("are not made up for a greeting, which nobody waited for", () => {
    expect(layOutWait(timeline, { id: "greeting" })).toBeNull();
  });
});

describe("why a turn was slow", () => {
  const because = (id: string, at = timeline) => {
    const wait = layOutWait(at, { id });
    if (!wait) throw new Error(`${id} has no wait`);
    return explainWait(at, wait);
  };

  it("is told for the weightiest stages, and how it stands among the others", () => {
    expect(because("a")).toEqual([
      "The agent waited 0.38 s to be sure that the caller was done (turn detection settings).",
      "The model first asked for a tool, which cost an LLM call of its own: 0.30 s (openai gpt-4.1-mini).",
      "For 0.26 s nothing that the agent reported was busy.",
      "Slower than 2 of 3 turns here.",
    ]);
  });

  it("puts what is beyond the usual first, and says what is usual", () => {
    const stuck: TimelineWait = {
      ...slow,
      parts: [aPart("end of turn decision", 800), aPart("LLM, first token", 800, "gpt-4.1-mini")],
    };
    const waits = [stuck, aFast("b", 800), aFast("c", 900)];
    expect(because("a", { ...timeline, waits })?.[0]).toBe(
      "The model took 0.80 s to its first token (openai gpt-4.1-mini); usual here is 0.20 s.",
    );
  });

  it("has words for every stage", () => {
    for (const { stage } of slow.parts) {
      const only: TimelineWait = { itemId: "a", totalMs: 2000, heardMs: null, parts: [aPart(stage, 2000, "x")] };
      const reasons = because("a", { ...timeline, waits: [only] });
      expect(reasons).toHaveLength(2);
      expect(reasons?.[0]).toContain("2.00 s");
    }
  });

  it("is not told of a good wait, by the bounds that are set", () => {
    expect(because("b")).toBeNull();
    expect(because("b", { ...timeline, waitBounds: { goodMsMax: 500, slowMsMax: 700 } })).not.toBeNull();
  });
});
