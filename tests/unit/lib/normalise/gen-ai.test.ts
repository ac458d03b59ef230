import { describe, expect, test } from "vitest";
import type { LogRecord } from "@/lib/model/logs";
import { toGenAiItems } from "@/lib/normalise/gen-ai-turns";
import { toLogs } from "@/lib/normalise/logs";
import { toSpans } from "@/lib/normalise/spans";
import type { SentAttributes, SentEvent, SentValue } from "@/lib/wire/otlp/records";
import { atNs, derive, sentLog, sentSpan, tracesEntry } from "./sent";

// Shapes by hand from OpenTelemetry's documents for generative AI (1.27, 1.36, 1.37 and later), OpenLLMetry and OpenInference.
const spanId = (id: number) => id.toString(16).padStart(16, "0");

function chat(
  id: number,
  times: [number, number],
  attributes: SentAttributes,
  over: { parent?: number; events?: SentEvent[] } = {},
) {
  return sentSpan("chat gpt-4.1", id, times, {
    attributes: { "gen_ai.operation.name": "chat", ...attributes },
    parentSpanId: over.parent === undefined ? "" : spanId(over.parent),
    events: over.events ?? [],
    scope: { name: "opentelemetry.instrumentation.openai_v2", version: "", attributes: {} },
  });
}

const said = (spans: ReturnType<typeof chat>[], logs: LogRecord[] = []) =>
  toGenAiItems(toSpans(spans).spans, logs).map(({ kind, role, text, tool, startNs, endNs }) => [
    kind === "message" ? role : tool?.name,
    kind === "message" ? text : `${tool?.arguments} -> ${tool?.output}${tool?.isError ? " (failed)" : ""}`,
    Number(startNs - atNs(0)) / 1e6,
    endNs === null ? null : Number(endNs - atNs(0)) / 1e6,
  ]);

const text = (role: string, content: string) => ({ role, parts: [{ type: "text", content }] });
const asks = { role: "assistant", parts: [{ type: "tool_call", id: "c1", name: "find", arguments: { order: 7 } }] };
const answers = { role: "tool", parts: [{ type: "tool_call_response", id: "c1", response: "gone" }] };
const TALK: SentValue[][] = [
  [text("system", "Be kind."), text("user", "Where is order 7?")],
  [asks],
  [text("system", "Be kind."), text("user", "Where is order 7?"), asks, answers],
  [{ ...text("assistant", "It is gone."), finish_reason: "stop" }],
];
const [FIRST_IN, FIRST_OUT, SECOND_IN, SECOND_OUT] = TALK as [SentValue[], SentValue[], SentValue[], SentValue[]];

const EXPECTED = [
  ["user", "Where is order 7?", 0, null],
  ["find", '{"order":7} -> gone', 500, null],
  ["agent", "It is gone.", 900, null],
];

describe("the conversation of a model's requests", () => {
  test.each([
    ["as JSON text", (value: SentValue) => JSON.stringify(value)],
    ["as structure", (value: SentValue) => value],
  ])("is read from messages on spans, %s; what was said before is told once", (_form, write) => {
    const spans = [
      chat(1, [0, 500], { "gen_ai.input.messages": write(FIRST_IN), "gen_ai.output.messages": write(FIRST_OUT) }),
      chat(2, [600, 900], { "gen_ai.input.messages": write(SECOND_IN), "gen_ai.output.messages": write(SECOND_OUT) }),
    ];
    expect(said(spans)).toEqual(EXPECTED);
    expect(said([...spans].reverse())).toEqual(EXPECTED);
  });

  test("is read from the event of a request, on its span or among the logs, also before or without the span", () => {
    const details = (input: SentValue, output: SentValue) => ({
      "gen_ai.input.messages": input,
      "gen_ai.output.messages": output,
    });
    const name = "gen_ai.client.inference.operation.details";
    const event = { name, timeNs: atNs(500), attributes: details(FIRST_IN, FIRST_OUT) };
    const attributes = { ...details(SECOND_IN, SECOND_OUT), "event.name": name };
    const log = (id: string) => toLogs([sentLog("", 900, { body: null, attributes, spanId: id })]).logs;
    const spans = [chat(1, [0, 500], {}, { events: [event] }), chat(2, [600, 900], {})];
    expect(said(spans, log(spanId(2)))).toEqual(EXPECTED);
    expect(said(spans.slice(0, 1), log(spanId(9)))).toEqual(EXPECTED);
    const [lone] = toGenAiItems([], log(""));
    expect(lone).toMatchObject({ text: "Where is order 7?", spanIds: [] });
  });

  test("is read from one event a message, as conventions up to 1.36 have it", () => {
    let atMs = 0;
    const message = (id: number, eventName: string, body: SentValue) =>
      sentLog("", atMs++, { body, eventName, spanId: spanId(id), attributes: { "gen_ai.system": "openai" } });
    const call = { id: "c1", type: "function", function: { name: "find", arguments: '{"order":7}' } };
    const { logs } = toLogs([
      message(1, "gen_ai.system.message", { content: "Be kind." }),
      message(1, "gen_ai.user.message", { content: "Where is order 7?" }),
      message(1, "gen_ai.choice", { index: 0, finish_reason: "tool_calls", message: { tool_calls: [call] } }),
      message(2, "gen_ai.user.message", { content: "Where is order 7?" }),
      message(2, "gen_ai.assistant.message", { tool_calls: [call] }),
      message(2, "gen_ai.tool.message", { id: "c1", content: "gone" }),
      message(2, "gen_ai.choice", { index: 0, message: { role: "assistant", content: "It is gone." } }),
    ]);
    expect(logs[0]?.message).not.toBe("");
    expect(said([chat(1, [0, 500], {}), chat(2, [600, 900], {})], logs).map(([who, words]) => [who, words])).toEqual(
      EXPECTED.map(([who, words]) => [who, words]),
    );
  });

  test.each([
    ["OpenLLMetry", "gen_ai.prompt.0", "gen_ai.completion.0"],
    ["OpenInference", "llm.input_messages.0.message", "llm.output_messages.0.message"],
  ])("is read from %s's attributes", (_who, input, output) => {
    const attributes = {
      [`${input}.role`]: "user",
      [`${input}.content`]: "Hi.",
      [`${output}.role`]: "assistant",
      [`${output}.content`]: "Hello.",
    };
    expect(said([chat(1, [0, 500], attributes)])).toEqual([
      ["user", "Hi.", 0, null],
      ["agent", "Hello.", 500, null],
    ]);
  });

  test("begins an answer with its first piece, and passes over the agent's span around the requests", () => {
    const one = {
      "gen_ai.input.messages": [text("user", "Hi.")],
      "gen_ai.output.messages": [text("assistant", "Hello.")],
    };
    const spans = [
      chat(1, [0, 900], one),
      chat(2, [100, 800], { ...one, "gen_ai.response.time_to_first_chunk": 0.25 }, { parent: 1 }),
    ];
    expect(said(spans)).toEqual([
      ["user", "Hi.", 100, null],
      ["agent", "Hello.", 350, 800],
    ]);
  });

  test("of a shortened history goes on behind the last answer", () => {
    const turn = (id: number, input: SentValue[], answer: string) =>
      chat(id, [id * 100, id * 100 + 50], {
        "gen_ai.input.messages": input,
        "gen_ai.output.messages": [text("assistant", answer)],
      });
    const spans = [
      turn(1, [text("user", "One?")], "Two."),
      turn(2, [text("user", "One?"), text("assistant", "Two."), text("user", "Three?")], "Four."),
      turn(3, [text("assistant", "Four."), text("user", "Five?")], "Six."),
    ];
    expect(said(spans).map(([, words]) => words)).toEqual(["One?", "Two.", "Three?", "Four.", "Five?", "Six."]);
  });
});

describe("tools of other senders", () => {
  const run = (attributes: SentAttributes, over = {}) =>
    sentSpan("execute_tool find", 3, [510, 580], {
      attributes: { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "find", ...attributes },
      ...over,
    });

  test("are shown although no content is recorded, and say whether they failed", () => {
    expect(said([chat(1, [0, 500], {}), run({}, { statusCode: 2 })])).toEqual([
      ["find", " -> null (failed)", 510, 580],
    ]);
  });

  test("are one with the call that a message asks for", () => {
    const spans = [
      chat(1, [0, 500], { "gen_ai.output.messages": [asks] }),
      run({ "gen_ai.tool.call.id": "c1", "gen_ai.tool.call.result": "gone" }),
    ];
    expect(said(spans)).toEqual([["find", '{"order":7} -> gone', 510, 580]]);
  });
});

describe("calls without ids", () => {
  const find = (place: number) => ({
    role: "assistant",
    parts: [{ type: "tool_call", name: "find", arguments: { place } }],
  });
  const ran = (id: number, times: [number, number], attributes: SentAttributes = {}) =>
    sentSpan("execute_tool find", id, times, {
      attributes: { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "find", ...attributes },
    });
  const result = (text: string) => ({ "gen_ai.tool.call.result": text });
  const answered = (place: number, atMs: number) =>
    sentLog("", atMs, {
      eventName: "gen_ai.choice",
      attributes: { message: JSON.stringify({ tool_calls: [{ name: "find", arguments: { place } }] }) },
    });

  test("are one with the runs of their tool in their order, each with one", () => {
    const spans = [
      chat(1, [0, 500], { "gen_ai.output.messages": [find(1), find(2)] }),
      ...[ran(2, [510, 520], result("a")), ran(3, [515, 530], result("b")), ran(4, [540, 550], result("c"))],
    ];
    expect(said(spans).map(([name, words]) => [name, words])).toEqual([
      ["find", '{"place":1} -> a'],
      ["find", '{"place":2} -> b'],
      ["find", " -> c"],
    ]);
  });

  test("that came as lone events are one with one run each too", () => {
    const { logs } = toLogs([answered(1, 500), answered(2, 600)]);
    const runs = [ran(2, [510, 520], result("a")), ran(3, [610, 620], result("b"))];
    expect(said(runs, logs).map(([, words]) => words)).toEqual(['{"place":1} -> a', '{"place":2} -> b']);
  });

  test("are found by the id that only their run tells, however often it ran", () => {
    const id = { "gen_ai.tool.call.id": "c1" };
    const spans = [
      chat(1, [0, 500], { "gen_ai.output.messages": [find(1), find(2)] }),
      ...[ran(2, [510, 520], id), ran(3, [530, 540], { ...id, ...result("a") }), ran(4, [550, 560], result("b"))],
    ];
    expect(said(spans).map(([, words]) => words)).toEqual(['{"place":1} -> a', '{"place":2} -> b']);
  });

  test("are paired at once, however many there are", () => {
    const count = 30_000;
    const calls = Array.from({ length: count }, (_, place) => ({
      type: "tool_call",
      name: "find",
      arguments: { place },
    }));
    const runs = Array.from({ length: count }, (_, place) => ran(place + 2, [600 + place, 601 + place]));
    const spans = [chat(1, [0, 500], { "gen_ai.output.messages": [{ role: "assistant", parts: calls }] }), ...runs];
    const startedMs = performance.now();
    expect(said(spans)).toHaveLength(count);
    // About a second; looking through all calls for each run took more than a minute.
    expect(performance.now() - startedMs).toBeLessThan(8_000);
  }, 60_000);
});

test("a session of such a sender has its turns, and one of LiveKit's never has them from its models' requests", () => {
  const attributes = {
    "gen_ai.input.messages": JSON.stringify([text("user", "Hi.")]),
    "gen_ai.output.messages": JSON.stringify([text("assistant", "Hello.")]),
  };
  const entry = (id: string) =>
    tracesEntry(id, [{ spanId: spanId(1), name: "chat", startMs: 0, endMs: 5, attributes }]);
  const texts = (id: string) => derive(id, [entry(id)]).items.map((item) => item.text);
  expect([texts("chat-1"), texts("AJ_1")]).toEqual([["Hi.", "Hello."], []]);
});

test("messages of any shape, and loops of spans, end in an answer", () => {
  const odd: SentValue[] = ["", "[", "{}", 5, [null], [[]], [{ parts: "x" }], [{ content: { a: 1 } }], [{ role: 3 }]];
  for (const value of odd) {
    const spans = [
      chat(1, [0, 5], { "gen_ai.input.messages": value, "gen_ai.output.messages": value }, { parent: 2 }),
      chat(2, [0, 5], { "gen_ai.input.messages": value }, { parent: 1 }),
    ];
    expect(Array.isArray(said(spans))).toBe(true);
  }
});
