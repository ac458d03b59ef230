import { describe, expect, test } from "vitest";
import { toSpanStage } from "@/lib/normalise/span-stage";
import { splitRequest } from "@/lib/wire/otlp/split";
import { atNs, derive, type JsonSpan, JUST_NOW, LONG_AGO, tracesEntry } from "./sent";

// Names and shapes of pipecat-ai 1.14.0, `utils/tracing`: a conversation, its turns, and the services' spans below each turn.
const TRACE = "c".repeat(32);
const PIPECAT = { scope: "pipecat", "service.name": "pizza-bot", "telemetry.sdk.language": "python" };

function span(ids: string, name: string, times: [number, number | null], attributes = {}): JsonSpan {
  const [spanId = "", parent] = ids.split(" below ").map((id) => id.padStart(16, "0"));
  const parentSpanId = parent === undefined ? {} : { parentSpanId: parent };
  return { traceId: TRACE, spanId, ...parentSpanId, name, startMs: times[0], endMs: times[1], attributes };
}

const CONVERSATION = span("c0", "conversation", [0, 20_000], {
  "conversation.id": "call-7",
  "conversation.type": "voice",
});
const EXCHANGE = [
  span("a0 below c0", "turn", [1_000, 9_000], {
    "conversation.id": "call-7",
    "turn.number": 1,
    "turn.was_interrupted": true,
    "turn.user_bot_latency_seconds": 1.25,
    "turn.user_turn_seconds": 0.4,
  }),
  span("a1 below a0", "stt", [1_000, 3_000], {
    "gen_ai.operation.name": "stt",
    "gen_ai.provider.name": "deepgram",
    "gen_ai.request.model": "nova-3",
    transcript: "A large one, please.",
    is_final: true,
    "metrics.audio_seconds": 2.5,
  }),
  span("a2 below a0", "llm", [3_200, 3_900], {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4.1",
    "gen_ai.usage.input_tokens": 120,
    "gen_ai.usage.output_tokens": 9,
    "gen_ai.usage.cache_read_input_tokens": 64,
    output: "One large pizza. Anything else?",
    "metrics.ttfb": 0.3,
  }),
  span("a3 below a0", "tts", [3_600, 8_000], {
    "gen_ai.operation.name": "tts",
    "gen_ai.provider.name": "cartesia",
    "gen_ai.request.model": "sonic-3",
    text: "One large pizza.",
    "metrics.ttfb": 0.2,
    "metrics.character_count": 16,
  }),
];

describe("a conversation of Pipecat", () => {
  const records = derive(TRACE, [tracesEntry(TRACE, [...EXCHANGE, CONVERSATION], PIPECAT)]);

  test("is a session by its trace, with its conversation's and its service's name, and ends with its root", () => {
    expect(records.facts).toMatchObject({
      sessionId: TRACE,
      roomId: null,
      roomName: "call-7",
      agentName: "pizza-bot",
      sdkLanguage: "python",
      status: "ended",
      startNs: atNs(0),
      endNs: atNs(20_000),
    });
    expect(records.missing).toEqual([]);
    const open = derive(TRACE, [tracesEntry(TRACE, EXCHANGE, PIPECAT)], JUST_NOW);
    expect(open.facts.status).toBe("live");
  });

  test("has a transcript of what was heard and said, from its first sound on", () => {
    expect(records.items).toMatchObject([
      {
        kind: "message",
        role: "user",
        text: "A large one, please.",
        startNs: atNs(1_000),
        endNs: atNs(3_000),
        interrupted: false,
        metrics: { endOfTurnDelayMs: 400 },
      },
      {
        kind: "message",
        role: "agent",
        text: "One large pizza. Anything else?",
        startNs: atNs(3_800),
        endNs: atNs(8_000),
        interrupted: true,
        metrics: { e2eLatencyMs: 1250, llmTtftMs: 300, ttsTtfbMs: 200 },
      },
    ]);
    expect(records.items[1]?.spanIds.map((id) => id.slice(-2))).toEqual(["a2", "a3", "a0"]);
  });

  test("has the usage that its spans tell", () => {
    const usage = records.facts.usage.map(({ kind, provider, model, ...figures }) => [
      `${kind} ${provider} ${model}`,
      Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null)),
    ]);
    expect(usage).toEqual([
      ["llm openai gpt-4.1", { inputTokens: 120, inputCachedTokens: 64, outputTokens: 9 }],
      ["tts cartesia sonic-3", { charactersCount: 16 }],
      ["stt deepgram nova-3", { audioDurationMs: 2500 }],
    ]);
  });

  test("shows the tools of realtime models, and their words", () => {
    const { items } = derive(TRACE, [
      tracesEntry(
        TRACE,
        [
          span("b1 below b0", "llm_tool_call", [100, 101], {
            "tool.function_name": "order",
            "tool.call_id": "call_1",
            "tool.arguments": '{"size":"large"}',
          }),
          span("b2 below b0", "llm_tool_result", [600, 601], {
            "tool.call_id": "call_1",
            "tool.result": '{"error":"closed"}',
            "tool.result_status": "error",
          }),
          span("b3 below b0", "llm_response", [700, 900], { output: "We are closed." }),
        ],
        PIPECAT,
      ),
    ]);
    expect(items).toMatchObject([
      { kind: "tool_call", tool: { name: "order", output: '{"error":"closed"}', isError: true, durationMs: 500 } },
      { kind: "message", role: "agent", text: "We are closed.", startNs: atNs(700) },
    ]);
  });

  test("is not cut in two where its user set session.id, which only the conversation's span gets", () => {
    const request = (scope: string) => ({
      resourceSpans: [
        {
          scopeSpans: [
            {
              scope: { name: scope },
              spans: [
                {
                  traceId: TRACE,
                  spanId: "00000000000000c0",
                  name: "conversation",
                  startTimeUnixNano: "1",
                  endTimeUnixNano: "2",
                  attributes: [{ key: "session.id", value: { stringValue: "customer-9" } }],
                },
              ],
            },
          ],
        },
      ],
    });
    const sessionOf = (scope: string) =>
      splitRequest("traces", "json", Buffer.from(JSON.stringify(request(scope)))).parts.map((part) => part.sessionId);
    expect(sessionOf("pipecat.turn")).toEqual([TRACE]);
    expect(sessionOf("pipecatish")).toEqual(["customer-9"]);
  });
});

describe("other senders", () => {
  test("have the usage that OpenTelemetry's names tell, of inner spans only", () => {
    const usage = { "gen_ai.usage.input_tokens": 10, "gen_ai.usage.output_tokens": 2, "gen_ai.request.model": "m" };
    const { facts } = derive("chat-1", [
      tracesEntry("chat-1", [
        span("a0", "invoke_agent helper", [0, 100], usage),
        span("a1 below a0", "chat m", [10, 50], usage),
      ]),
    ]);
    expect(facts.usage).toMatchObject([{ kind: "llm", model: "m", inputTokens: 10, outputTokens: 2 }]);
  });

  test.each([
    ["before 1.27", { "gen_ai.usage.prompt_tokens": 10, "gen_ai.usage.completion_tokens": 2, "gen_ai.system": "p" }],
    ["OpenInference", { "llm.token_count.prompt": 10, "llm.token_count.completion": 2, "llm.provider": "p" }],
  ])("have the usage that older and other names tell: %s", (_who, usage) => {
    const attributes = { ...usage, "gen_ai.response.model": "m" };
    const { facts } = derive("chat-1", [tracesEntry("chat-1", [span("a1", "ChatCompletion", [0, 5], attributes)])]);
    expect(facts.usage).toMatchObject([{ kind: "llm", provider: "p", model: "m", inputTokens: 10, outputTokens: 2 }]);
  });

  test("have their models and tools in the lanes of such; a library in a LiveKit job does not stand there twice", () => {
    const stageOf = (operation: string, own = {}) =>
      toSpanStage({ name: `${operation} x`, attributes: { "gen_ai.operation.name": operation, ...own } });
    expect([stageOf("chat"), stageOf("execute_tool"), stageOf("invoke_agent")]).toEqual(["llm", "tool", undefined]);
    expect(stageOf("chat", { job_id: "AJ_1" })).toBeUndefined();
  });

  test("that fall silent have ended: they have no word for their end", () => {
    const silent = derive("chat-1", [tracesEntry("chat-1", [span("a1 below a0", "chat", [0, 5])])], LONG_AGO);
    expect(silent.facts.status).toBe("ended");
  });

  test("do not lend their counts to LiveKit's: a tool's own calls are not the session's usage", () => {
    const own = { "gen_ai.usage.input_tokens": 5 };
    const { facts } = derive("AJ_1", [
      tracesEntry("AJ_1", [span("a0", "llm_request", [0, 9], own)], { scope: "livekit-agents" }),
      tracesEntry("AJ_1", [span("a1", "ChatCompletion", [0, 9], own)], {
        scope: "opentelemetry.instrumentation.openai",
      }),
    ]);
    expect(facts.usage).toMatchObject([{ inputTokens: 5 }]);
  });
});
