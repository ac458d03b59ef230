import { describe, expect, test } from "vitest";
import type { Attributes } from "@/lib/model/attributes";
import { toMetrics } from "@/lib/normalise/metrics";
import { toSession } from "@/lib/normalise/sessions";
import { toSpans } from "@/lib/normalise/spans";
import { toUsage } from "@/lib/normalise/usage";
import { captureEntries, entriesOf } from "@/tests/harness/capture-entries";
import { derive, sentPoint, sentSpan } from "./sent";

const PYTHON = { language: "python", version: "1.8.9" };
const NOTHING = { reported: null, sdk: PYTHON, spans: [], metrics: [] };

describe("reported usage", () => {
  test("what an entry's type knows and leaves out is 0, all else was not reported", () => {
    const [row] = toUsage({
      ...NOTHING,
      reported: [{ type: "stt_usage", provider: "deepgram", model: "nova-3", audio_duration: 84.28318750000008 }],
    });
    expect(row).toEqual({
      kind: "stt",
      provider: "deepgram",
      model: "nova-3",
      inputTokens: 0,
      inputCachedTokens: null,
      inputAudioTokens: 0,
      inputTextTokens: null,
      outputTokens: 0,
      outputAudioTokens: null,
      outputTextTokens: null,
      reasoningTokens: null,
      charactersCount: null,
      audioDurationMs: 84283.188,
      sessionDurationMs: null,
    });
  });

  test("Node's camelCase and milliseconds mean the same as Python's", () => {
    const python = { type: "tts_usage", provider: "p", model: "m", characters_count: 71, audio_duration: 1.5 };
    const node = { type: "tts_usage", provider: "p", model: "m", charactersCount: 71, audioDurationMs: 1500 };
    expect(toUsage({ ...NOTHING, reported: [node] })).toEqual(toUsage({ ...NOTHING, reported: [python] }));
  });

  test("text is what is neither audio nor image, where a model knows no details", () => {
    const entry = {
      type: "llm_usage",
      provider: "p",
      model: "m",
      input_tokens: 100,
      input_image_tokens: 30,
      output_tokens: 7,
    };
    const [row] = toUsage({ ...NOTHING, reported: [entry] });
    expect(row).toMatchObject({ inputTextTokens: 70, inputAudioTokens: 0, outputTextTokens: 7, outputAudioTokens: 0 });
  });

  test("counts of requests to turn detectors have no place, and unknown types are kept as other", () => {
    const rows = toUsage({
      ...NOTHING,
      reported: [
        { type: "eot_usage", total_requests: 9 },
        { type: "interruption_usage", total_requests: 9 },
        { type: "constructor", input_tokens: 3 },
      ],
    });
    expect(rows).toMatchObject([{ kind: "other", inputTokens: 3, outputTokens: null }]);
  });

  test("is never added to what spans and metrics say", () => {
    const { spans } = toSpans([sentSpan("llm_request", 1, [0, 1], { attributes: { "gen_ai.usage.input_tokens": 5 } })]);
    const metrics = toMetrics([sentPoint("lk.agents.usage.llm_input_tokens", 5, [0, 1])]);
    const reported = [{ type: "llm_usage", provider: "p", model: "m", input_tokens: 5 }];
    expect(toUsage({ ...NOTHING, reported, spans, metrics })).toMatchObject([{ inputTokens: 5 }]);
  });

  // `output_reasoning_tokens` came with Python 1.8.0, `input_audio_tokens` of speech recognition with Python 1.8.3; Node 1.9.0 has neither.
  test.each([
    { language: "python", version: "1.8.9", reasoning: 0, audio: 0 },
    { language: "python", version: "1.8.3", reasoning: 0, audio: 0 },
    { language: "python", version: "1.8.2", reasoning: 0, audio: null },
    { language: "python", version: "1.8.0.rc1", reasoning: 0, audio: null },
    { language: "python", version: "1.10.0", reasoning: 0, audio: 0 },
    { language: "python", version: "1.7.1", reasoning: null, audio: null },
    { language: "python", version: null, reasoning: null, audio: null },
    { language: null, version: "1.8.9", reasoning: null, audio: null },
    { language: "node", version: "1.9.0", reasoning: null, audio: null },
  ])("$language $version leaves out as zero only what it knows", ({ language, version, reasoning, audio }) => {
    const reported: Attributes[] = [
      { type: "llm_usage", input_tokens: 5 },
      { type: "stt_usage", audio_duration: 2 },
    ];
    expect(toUsage({ ...NOTHING, reported, sdk: { language, version } })).toMatchObject([
      { kind: "llm", reasoningTokens: reasoning, inputAudioTokens: 0, outputAudioTokens: 0, inputCachedTokens: 0 },
      { kind: "stt", inputAudioTokens: audio, inputTokens: 0, outputTokens: 0 },
    ]);
  });

  test("a number that was sent is shown whatever its SDK's version, a zero too", () => {
    const reported: Attributes[] = [
      { type: "llm_usage", outputTokens: 9, outputReasoningTokens: 4 },
      { type: "llm_usage", model: "m", output_tokens: 9, output_reasoning_tokens: 0 },
    ];
    expect(toUsage({ ...NOTHING, reported, sdk: { language: "node", version: "1.9.0" } })).toMatchObject([
      { reasoningTokens: 4 },
      { reasoningTokens: 0 },
    ]);
  });

  test("the captures' reports say what their SDKs know", async () => {
    const reasoningOf = async (capture: string, sessionId: string, roomId: string) =>
      derive(sessionId, entriesOf(await captureEntries(capture), sessionId, roomId)).facts.usage.flatMap(
        ({ kind, reasoningTokens }) => (kind === "llm" ? [reasoningTokens] : []),
      );
    expect(await reasoningOf("python-clinic", "AJ_xZXBwwyJ42fT", "RM_7FHTX9DZjoFu")).toEqual([0]);
    expect(await reasoningOf("node-clinic", "AJ_NqRHtt5xdg4h", "RM_NRHSRGAEQ6bi")).toEqual([null]);
    expect(await reasoningOf("python-1.3.12-clinic", "AJ_ytdffoLoU9nf", "RM_TXmCqEbWiPAY")).toEqual([null]);
  });
});

describe("usage summed from spans", () => {
  test("agrees with the reports of the same sessions", async () => {
    for (const [capture, sessionId, roomId] of [
      ["python-clinic", "AJ_xZXBwwyJ42fT", "RM_7FHTX9DZjoFu"],
      ["python-realtime", "AJ_L3AYF7HnakyT", "RM_rTZUMzgjiwQr"],
    ] as const) {
      const records = toSession(sessionId, entriesOf(await captureEntries(capture), sessionId, roomId), { nowMs: 0 });
      if (records === null) throw new Error("no session");
      const summed = toUsage({ ...NOTHING, spans: records.spans, metrics: records.metrics });
      const totals = (rows: typeof summed) =>
        rows.map(({ kind, inputTokens, inputCachedTokens, outputTokens, outputAudioTokens, charactersCount }) => ({
          kind,
          // A span's metrics leave nothing out, a report leaves zeros out.
          figures: [inputTokens, inputCachedTokens, outputTokens, outputAudioTokens, charactersCount].map(
            (n) => n ?? 0,
          ),
        }));
      expect(totals(summed)).toEqual(totals(records.facts.usage));
    }
  });

  test("leaves out the judges' calls, and the outer of two nested speech requests", () => {
    const llm = (tokens: number) => ({
      attributes: { "lk.llm_metrics": JSON.stringify({ prompt_tokens: tokens, completion_tokens: 1 }) },
    });
    const tts = (characters: number) => ({
      attributes: { "lk.tts_metrics": JSON.stringify({ charactersCount: characters, audioDurationMs: 10 }) },
    });
    const below = (parent: number) => ({ parentSpanId: parent.toString(16).padStart(16, "0") });
    const { spans } = toSpans([
      sentSpan("judge_evaluation", 1, [0, 9]),
      sentSpan("llm_request", 2, [0, 9], { ...llm(1000), ...below(1) }),
      sentSpan("llm_request", 3, [0, 9], llm(7)),
      sentSpan("tts_request", 4, [0, 9], tts(79)),
      sentSpan("tts_request", 5, [0, 9], { ...tts(71), ...below(4) }),
      sentSpan("tts_request", 6, [0, 9], tts(5)),
    ]);
    expect(toUsage({ ...NOTHING, spans })).toMatchObject([
      { kind: "llm", inputTokens: 7, outputTokens: 1, inputCachedTokens: null },
      { kind: "tts", charactersCount: 76, audioDurationMs: 20 },
    ]);
  });

  test("a loop of parents does not hang it", () => {
    const { spans } = toSpans([
      sentSpan("llm_request", 1, [0, 9], {
        parentSpanId: "0000000000000002",
        attributes: { "gen_ai.usage.input_tokens": 4 },
      }),
      sentSpan("llm_node", 2, [0, 9], { parentSpanId: "0000000000000001" }),
    ]);
    expect(toUsage({ ...NOTHING, spans })).toMatchObject([{ inputTokens: 4 }]);
  });

  test("takes the seconds of speech recognition from the metrics, which come as deltas and count once", () => {
    const { spans } = toSpans([sentSpan("llm_request", 1, [0, 9], { attributes: { "gen_ai.usage.input_tokens": 4 } })]);
    const first = sentPoint("lk.agents.usage.stt_audio_duration", 24.625, [0, 30_000]);
    const second = sentPoint("lk.agents.usage.stt_audio_duration", 30.875, [30_000, 60_000]);
    const metrics = toMetrics([first, second, { ...first }, sentPoint("lk.agents.usage.llm_input_tokens", 99, [0, 1])]);
    expect(toUsage({ ...NOTHING, spans, metrics })).toMatchObject([
      { kind: "llm", inputTokens: 4 },
      { kind: "stt", provider: "deepgram", model: "nova-3", audioDurationMs: 55_500, inputTokens: null },
    ]);
  });
});

test("metrics are the last resort", () => {
  const metrics = toMetrics([sentPoint("lk.agents.usage.llm_input_tokens", 99, [0, 1])]);
  expect(toUsage({ ...NOTHING, metrics })).toMatchObject([{ kind: "llm", inputTokens: 99, outputTokens: null }]);
  expect(toUsage(NOTHING)).toEqual([]);
});

test("counters that somebody made cumulative count once, a start anew adds to them, and what is no number adds nothing", () => {
  const total = (value: number, times: [number, number]) => ({
    ...sentPoint("lk.agents.usage.tts_characters", value, times),
    isCumulative: true,
  });
  const delta = sentPoint("lk.agents.usage.stt_audio_duration", 2, [0, 1]);
  const points = [total(10, [0, 30]), total(25, [0, 60]), total(4, [70, 90]), delta];
  const metrics = toMetrics([...points, { ...delta, timeNs: delta.timeNs + 1n, value: Number.NaN }]);
  expect(toUsage({ ...NOTHING, metrics })).toMatchObject([
    { kind: "tts", charactersCount: 29 },
    { kind: "stt", audioDurationMs: 2000 },
  ]);
});

describe("other senders' metrics", () => {
  const NAMED = { "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4.1", "session.id": "s1" };
  const tokens = (type: string, sum: number | null, times: [number, number], over: Attributes = {}) => ({
    ...sentPoint("gen_ai.client.token.usage", 0, times),
    ...{ kind: "histogram" as const, value: null, histogram: { count: 1, sum, min: null, max: null } },
    attributes: { ...NAMED, "gen_ai.token.type": type, ...over },
  });
  const cumulative = <T extends object>(point: T) => ({ ...point, isCumulative: true });
  const usageOf = (points: Parameters<typeof toMetrics>[0]) => toUsage({ ...NOTHING, metrics: toMetrics(points) });

  test("histograms of tokens alone tell the usage, by model: deltas add up, each once", () => {
    const first = tokens("input", 120, [0, 30]);
    const rows = usageOf([
      ...[first, { ...first }, tokens("input", 80, [30, 60]), tokens("output", 40, [0, 30])],
      tokens("completion", 2, [0, 40], { "gen_ai.provider.name": "", "gen_ai.system": "anthropic" }),
      ...[tokens("input", null, [60, 90]), tokens("cache", 7, [0, 30]), tokens("constructor", 7, [0, 30])],
    ]);
    expect(rows).toMatchObject([
      { kind: "llm", provider: "openai", model: "gpt-4.1", inputTokens: 200, outputTokens: 40 },
      { kind: "llm", provider: "anthropic", model: "gpt-4.1", inputTokens: null, outputTokens: 2 },
    ]);
    expect(rows[0]).toMatchObject({ inputCachedTokens: null, inputAudioTokens: null, reasoningTokens: null });
  });

  test("of cumulative histograms the last counts, in whatever order they came; a start anew adds, told by its start or by less", () => {
    const rising = [tokens("input", 100, [0, 30]), tokens("input", 250, [0, 60])];
    const anew = [tokens("input", 30, [70, 90]), tokens("output", 9, [0, 30]), tokens("output", 4, [0, 60])];
    const points = [...rising, ...anew].map(cumulative);
    for (const order of [points, [...points].reverse()]) {
      expect(usageOf(order)).toMatchObject([{ inputTokens: 280, outputTokens: 13 }]);
    }
  });

  test("counters by modality tell audio from text, and what was cached or thought", () => {
    const counted = (name: string, value: number, modality: string) => ({
      ...sentPoint(`gen_ai.client.inference.usage.${name}`, value, [0, 30]),
      attributes: { ...NAMED, "gen_ai.token.modality": modality },
    });
    const rows = usageOf([
      ...[
        counted("input_tokens", 70, "audio"),
        counted("input_tokens", 30, "text"),
        counted("input_tokens", 5, "unknown"),
      ],
      ...[counted("output_tokens", 40, "text"), counted("cache_read.input_tokens", 20, "text")],
      ...[counted("reasoning.output_tokens", 12, "text"), tokens("input", 105, [0, 30])],
    ]);
    expect(rows).toMatchObject([
      { inputTokens: 105, inputAudioTokens: 70, inputTextTokens: 30, inputCachedTokens: 20 },
    ]);
    expect(rows).toMatchObject([
      { outputTokens: 40, outputTextTokens: 40, outputAudioTokens: null, reasoningTokens: 12 },
    ]);
  });

  test("one source tells a session's usage: spans before metrics, LiveKit's counters before histograms of the same tokens", () => {
    const { spans } = toSpans([sentSpan("llm_request", 1, [0, 9], { attributes: { "gen_ai.usage.input_tokens": 5 } })]);
    const metrics = toMetrics([tokens("input", 99, [0, 30])]);
    expect(toUsage({ ...NOTHING, spans, metrics })).toMatchObject([{ inputTokens: 5 }]);
    const counter = sentPoint("lk.agents.usage.llm_input_tokens", 99, [0, 30]);
    expect(usageOf([counter, tokens("input", 99, [0, 30])])).toMatchObject([{ inputTokens: 99, provider: "deepgram" }]);
  });
});
