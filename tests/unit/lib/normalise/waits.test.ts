import { describe, expect, test } from "vitest";
import { toSentItems } from "@/lib/normalise/chat-items";
import { toConversationSpans } from "@/lib/normalise/conversation-spans";
import { toSpans } from "@/lib/normalise/spans";
import { toChatItems } from "@/lib/normalise/turns";
import { toWaits } from "@/lib/normalise/waits";
import { captureEntries, entriesOf } from "@/tests/harness/capture-entries";
import { atNs, derive, sentSpan } from "./sent";

const CAPTURES = [
  { capture: "python-clinic", sessionId: "AJ_xZXBwwyJ42fT", roomId: "RM_7FHTX9DZjoFu", waits: 7, unexplainedMs: 10 },
  { capture: "python-trouble", sessionId: "AJ_iaZeJgVAjjz5", roomId: "RM_wgDqjBuWZrnt", waits: 4, unexplainedMs: 15 },
  { capture: "node-clinic", sessionId: "AJ_NqRHtt5xdg4h", roomId: "RM_NRHSRGAEQ6bi", waits: 7, unexplainedMs: 12 },
  {
    capture: "python-1.3.12-clinic",
    sessionId: "AJ_ytdffoLoU9nf",
    roomId: "RM_TXmCqEbWiPAY",
    waits: 7,
    unexplainedMs: 5,
  },
  { capture: "python-redaction", sessionId: "AJ_2NpADAbfGFi4", roomId: "RM_WRokzuPSbQBN", waits: 2, unexplainedMs: 5 },
];

describe.each(CAPTURES)("the waits of $capture", ({ capture, sessionId, roomId, ...expected }) => {
  async function load() {
    const { items, spans } = derive(sessionId, entriesOf(await captureEntries(capture), sessionId, roomId));
    return { items, waits: toWaits(items, spans) };
  }

  test("sum to what the caller waited within 5 ms, by the times of the chat history", async () => {
    const { items, waits } = await load();
    expect(waits.size).toBe(expected.waits);
    for (const [id, { totalMs, parts }] of waits) {
      const sumMs = parts.reduce((sum, { durationMs }) => sum + durationMs, 0);
      expect(Math.abs(sumMs - totalMs)).toBeLessThan(0.001);
      // The caller's own message says when they fell silent, the agent's when it was first heard.
      const index = items.findIndex((item) => item.id === id);
      const silentNs = items.slice(0, index).findLast(({ role }) => role === "user")?.endNs ?? 0n;
      const heardNs = items[index]?.startNs ?? 0n;
      expect(Math.abs(Number(heardNs - silentNs) / 1e6 - sumMs)).toBeLessThan(5);
    }
  });

  test("name nearly all of it, and the remainder as such", async () => {
    const { waits } = await load();
    for (const { parts } of waits.values()) {
      const restMs = parts.filter(({ stage }) => stage === "not explained").map(({ durationMs }) => durationMs);
      expect(restMs.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(expected.unexplainedMs);
      expect(parts.findIndex(({ stage }) => stage === "not explained")).toBeOneOf([-1, parts.length - 1]);
      expect(parts.every(({ durationMs }) => durationMs > 0)).toBe(true);
    }
  });
});

test("a turn with a tool names the step that asked for it, the tool, and the step that spoke", async () => {
  const { sessionId, roomId } = CAPTURES[0] as (typeof CAPTURES)[0];
  const { items, spans } = derive(sessionId, entriesOf(await captureEntries("python-clinic"), sessionId, roomId));
  const reply = items.find(({ text }) => text.startsWith("Doctor Okafor has openings"));
  const parts = toWaits(items, spans).get(reply?.id ?? "")?.parts ?? [];
  expect(parts.map(({ stage, owner }) => `${stage} ${owner}`.trim())).toEqual([
    "end of turn decision",
    "on_user_turn_completed",
    "speech queue",
    "LLM, tool step gpt-4.1-mini",
    "tool check_availability",
    "LLM, first token gpt-4.1-mini",
    "LLM, first sentence gpt-4.1-mini",
    "TTS, first byte sonic-3",
    "playback",
    "not explained",
  ]);
  // By hand from the spans: llm_node 12395.5 to 12656.3; the tool from there to 12976.5; first token 12982.0 + 224.3, the
  // speech request at 13378.4, its first byte 256.1 later.
  const durations = parts.map(({ durationMs }) => Math.round(durationMs));
  for (const [index, ms] of [261, 320, 224, 172, 256].entries()) {
    expect(Math.abs((durations[index + 3] ?? 0) - ms)).toBeLessThanOrEqual(1);
  }
});

test("an answer of a realtime model, which reports no wait, has one by the times of the conversation", async () => {
  const [id, roomId] = ["AJ_L3AYF7HnakyT", "RM_rTZUMzgjiwQr"];
  const { items, spans, facts } = derive(id, entriesOf(await captureEntries("python-realtime"), id, roomId));
  const waits = toWaits(items, spans);
  // Six messages of the agent; the greeting answers nobody.
  expect(waits.size).toBe(5);
  const reply = items.find(({ text }) => text.startsWith("Room three twelve"));
  const wait = waits.get(reply?.id ?? "");
  // By hand: user_speaking ends 9125.6 ms after the session's start (the event user_state_changed), the answer begins at 9778.4.
  expect(Number((reply?.startNs ?? 0n) - facts.startNs) / 1e6).toBeCloseTo(9778.4, 0);
  expect(Math.abs((wait?.totalMs ?? 0) - 652.8)).toBeLessThan(5);
  expect(wait?.parts.reduce((sum, { durationMs }) => sum + durationMs, 0)).toBeCloseTo(wait?.totalMs ?? 0, 3);
  expect(new Set(wait?.parts.map(({ owner }) => owner))).toContain("gpt-realtime");
});

// Times of a run of Python 1.7.1, whose model needed 200 ms to the first sound and asked for a tool of 4 ms once (ms after the start).
test("before 1.8 a realtime model's turn is its step", () => {
  const id = (place: number) => place.toString(16).padStart(16, "0");
  const turn = (place: number, times: [number, number], ttft: number) =>
    sentSpan("agent_turn", place, times, { attributes: { "lk.realtime_model_metrics": JSON.stringify({ ttft }) } });
  const { spans } = toSpans([
    ...[sentSpan("user_speaking", 1, [3_011, 3_811]), turn(2, [3_913, 5_168], 0.2)],
    sentSpan("agent_speaking", 3, [4_116, 5_168], { parentSpanId: id(2) }),
    ...[sentSpan("user_speaking", 4, [7_015, 7_816]), turn(5, [7_919, 8_326], -1)],
    sentSpan("function_tool", 6, [8_072, 8_076], { parentSpanId: id(5) }),
    ...[turn(7, [8_378, 10_434], 0.2), sentSpan("agent_speaking", 8, [8_581, 10_434], { parentSpanId: id(7) })],
  ]);
  const said = (role: string, atMs: number, metrics = {}) => ({
    ...{ type: "message", id: `m${atMs}`, role, content: ["words"], created_at: Number(atNs(atMs)) / 1e9, metrics },
  });
  const spoken = (atMs: number) => said("assistant", atMs, { started_speaking_at: Number(atNs(atMs)) / 1e9 });
  const history = [said("user", 4_020), spoken(4_116), said("user", 8_020), spoken(8_581)];
  const sent = toSentItems(JSON.stringify({ items: history }), []).items;
  const waits = toWaits(toChatItems(sent, toConversationSpans(spans)), spans);
  const parts = [...waits.values()].map((wait) =>
    Object.fromEntries(wait.parts.map(({ stage, durationMs }) => [stage, Math.round(durationMs)])),
  );
  expect(parts).toEqual([
    { "end of turn decision": 102, "LLM, first token": 200, "not explained": 3 },
    { "end of turn decision": 103, "LLM, tool step": 153, tool: 4, "LLM, first token": 200, "not explained": 305 },
  ]);
});

test("a turn that reports no wait has no parts", () => {
  expect(toWaits([], []).size).toBe(0);
});
