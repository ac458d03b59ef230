import { describe, expect, test } from "vitest";
import { captureEntries, entriesOf } from "@/tests/harness/capture-entries";
import { atNs, derive, JUST_NOW, recordingEntry, tracesEntry } from "./sent";

const BASE_S = 1_795_262_673;
const PYTHON = ["python-clinic", "AJ_xZXBwwyJ42fT", "RM_7FHTX9DZjoFu"] as const;
const OLD_PYTHON = ["python-1.3.12-clinic", "AJ_ytdffoLoU9nf", "RM_TXmCqEbWiPAY"] as const;

async function entriesFrom([capture, sessionId, roomId]: typeof PYTHON | typeof OLD_PYTHON) {
  return entriesOf(await captureEntries(capture), sessionId, roomId);
}

describe("older SDKs", () => {
  const llm = (attributes: object) => ({ "gen_ai.request.model": "m", "gen_ai.provider.name": "p", ...attributes });
  const details = {
    input_tokens: 100,
    output_tokens: 50,
    input_token_details: { audio_tokens: 70, text_tokens: 30, cached_tokens: 20 },
    output_token_details: { audio_tokens: 40, text_tokens: 10 },
  };
  const REALTIME = {
    kind: "llm",
    inputTokens: 100,
    inputAudioTokens: 70,
    inputTextTokens: 30,
    inputCachedTokens: 20,
    outputTokens: 50,
    outputAudioTokens: 40,
    outputTextTokens: 10,
  };
  const usageOf = (name: string, attributes: object, parent?: { name: string; attributes: object }) => {
    const span = (spanId: string, one: { name: string; attributes: object }, parentSpanId?: string) => ({
      spanId,
      ...(parentSpanId === undefined ? {} : { parentSpanId }),
      name: one.name,
      startMs: 0,
      endMs: 9,
      attributes: llm(one.attributes) as never,
    });
    const spans = [span("00000000000000a1", { name, attributes }, parent && "00000000000000a0")];
    if (parent) spans.push(span("00000000000000a0", parent));
    return derive("AJ_1", [tracesEntry("AJ_1", spans, { scope: "livekit-agents" })]).facts.usage;
  };

  test("realtime models before 1.8 tell their tokens on the turn, with audio apart from text", () => {
    const sent = { "lk.realtime_model_metrics": JSON.stringify(details) };
    expect(usageOf("agent_turn", sent)).toMatchObject([REALTIME]);
    expect(usageOf("realtime_assistant_turn", sent)).toMatchObject([REALTIME]);
    const inference = { name: "agent_turn", attributes: sent };
    expect(usageOf("realtime_inference", sent, inference)).toMatchObject([REALTIME]);
  });

  test("both spellings of OpenTelemetry's token counts stand in for metrics that are cut or missing", () => {
    const older = {
      "lk.realtime_model_metrics": '{"input_tok',
      "gen_ai.usage.input_tokens": 100,
      "gen_ai.usage.output_tokens": 50,
      "gen_ai.usage.input_audio_tokens": 70,
      "gen_ai.usage.input_text_tokens": 30,
      "gen_ai.usage.input_cached_tokens": 20,
      "gen_ai.usage.output_audio_tokens": 40,
      "gen_ai.usage.output_text_tokens": 10,
    };
    const newer = {
      "gen_ai.usage.input_tokens": 100,
      "gen_ai.usage.output_tokens": 50,
      "gen_ai.usage.audio.input_tokens": 70,
      "gen_ai.usage.text.input_tokens": 30,
      "gen_ai.usage.cache_read.input_tokens": 20,
      "gen_ai.usage.audio.output_tokens": 40,
      "gen_ai.usage.text.output_tokens": 10,
    };
    expect(usageOf("realtime_assistant_turn", older)).toMatchObject([REALTIME]);
    expect(usageOf("realtime_inference", newer)).toMatchObject([REALTIME]);
  });

  test("one agent_turn a step of the model (1.5.17) is one speech: its message has all its turns", () => {
    const step = (spanId: string, times: [number, number], attributes: object) => ({
      spanId,
      name: "agent_turn",
      startMs: times[0],
      endMs: times[1],
      attributes: { "lk.speech_id": "speech_1", ...attributes } as never,
    });
    const spans = [
      step("00000000000000a1", [0, 400], {}),
      step("00000000000000a2", [400, 5_000], { "lk.response.text": "Booked." }),
      {
        spanId: "00000000000000a3",
        parentSpanId: "00000000000000a2",
        name: "agent_speaking",
        startMs: 900,
        endMs: 4_900,
      },
    ];
    const item = { type: "message", id: "m", role: "assistant", content: ["Booked."], created_at: BASE_S + 0.4 };
    const history = { ...item, metrics: { started_speaking_at: BASE_S + 0.9, e2e_latency: 1.4 } };
    const { items } = derive("AJ_1", [
      tracesEntry("AJ_1", spans),
      recordingEntry("AJ_1", { roomId: "RM_1", jobId: "AJ_1" }, { chatHistory: JSON.stringify({ items: [history] }) }),
    ]);
    expect(items[0]?.spanIds).toEqual(["00000000000000a2", "00000000000000a1"]);
    const live = derive("AJ_1", [tracesEntry("AJ_1", spans)], JUST_NOW).items;
    expect(live.map(({ text, startNs }) => [text, startNs])).toEqual([["Booked.", atNs(900)]]);
  });

  test("speculative steps whose parents never come (1.5.17) are kept under their own traces, and said", () => {
    const orphan = {
      traceId: "b".repeat(32),
      spanId: "00000000000000b1",
      parentSpanId: "00000000000000b0",
      name: "llm_request_run",
      startMs: 10,
      endMs: 20,
    };
    const root = { spanId: "00000000000000a0", name: "agent_session", startMs: 0, endMs: 100 };
    const { spans, missing, facts } = derive("AJ_1", [tracesEntry("AJ_1", [root, orphan])]);
    expect(spans.map(({ traceId }) => traceId[0])).toEqual(["a", "b"]);
    expect(missing).toContain("1 span has no parent: the span above was never sent.");
    expect(facts).toMatchObject({ status: "ended", usage: [] });
  });

  test("Python before 1.4 has no tags, no evaluations, no configuration, and a whole session all the same", async () => {
    const records = derive(OLD_PYTHON[1], await entriesFrom(OLD_PYTHON));
    expect(records.facts).toMatchObject({ tags: [], outcome: null, closeReason: null, sdkLanguage: "python" });
    expect(records.evaluations).toEqual([]);
    expect(records.missing).toEqual([]);
    expect(records.items.filter(({ kind }) => kind === "config").map(({ text }) => text)).toEqual([
      "Began with agent receptionist",
    ]);
  });

  test("names with and without the pii segment mean the same", async () => {
    const wordsOf = async (from: typeof PYTHON | typeof OLD_PYTHON) => {
      const { spans } = derive(from[1], await entriesFrom(from));
      const turns = spans.filter(({ name }) => name === "user_turn");
      return turns.map(({ attributes }) => attributes["lk.user_transcript"]);
    };
    expect(await wordsOf(PYTHON)).toEqual(await wordsOf(OLD_PYTHON));
  });
});
