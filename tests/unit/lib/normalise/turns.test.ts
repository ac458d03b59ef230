import { describe, expect, test } from "vitest";
import { toSentItems } from "@/lib/normalise/chat-items";
import { toConversationSpans } from "@/lib/normalise/conversation-spans";
import { toLiveItems } from "@/lib/normalise/live-turns";
import { toSpans } from "@/lib/normalise/spans";
import { toChatItems } from "@/lib/normalise/turns";
import type { SentAttributes, SentValue } from "@/lib/wire/otlp/records";
import { atNs, BASE_NS, sentScopeLog, sentSpan } from "./sent";

const BASE_S = Number(BASE_NS) / 1e9;

function chatHistory(...items: SentAttributes[]): string {
  return JSON.stringify({ items });
}

function chatItem(kind: string, fields: SentAttributes, atMs = 0) {
  return sentScopeLog("chat_history", "chat item", { "chat.item": { [kind]: fields } }, atMs);
}

function conversation(history: string | null, records: ReturnType<typeof chatItem>[] = [], spans = toSpans([]).spans) {
  return toChatItems(toSentItems(history, records).items, toConversationSpans(spans));
}

describe("the two copies of the chat history", () => {
  const message = { type: "message", id: "item_1", role: "user", content: ["hello"], created_at: BASE_S };

  test("the multipart copy is the first choice, and what only the log copy holds is put in by its time", () => {
    const items = conversation(chatHistory(message, { ...message, id: "item_3", created_at: BASE_S + 4 }), [
      chatItem("message", { id: "item_1", role: "USER", content: [{ text: "poorer" }] }),
      chatItem("message", { id: "item_2", role: "USER", content: [{ text: "between" }] }, 2_000),
    ]);
    expect(items.map(({ id, text }) => `${id} ${text}`)).toEqual(["item_1 hello", "item_2 between", "item_3 hello"]);
  });

  test("an item that is twice in a copy is there once, in the order of the list and not of its times", () => {
    const items = conversation(
      chatHistory({ ...message, id: "late", created_at: BASE_S + 9 }, message, { ...message, id: "late" }),
    );
    expect(items.map(({ id }) => id)).toEqual(["late", "item_1"]);
  });

  test("seconds, milliseconds and RFC 3339 with nine digits are the same instant", () => {
    const at = (created: SentValue) => conversation(chatHistory({ ...message, created_at: created }))[0]?.createdNs;
    expect(at(1_795_262_673.5)).toBe(1_795_262_673_500_000_000n);
    expect(at(1_795_262_673_500)).toBe(1_795_262_673_500_000_000n);
    const logged = conversation(null, [
      chatItem("message", { id: "a", content: [], created_at: "2026-11-21T12:04:33.189730816Z" }),
      chatItem("message", { id: "b", content: [], createdAt: "2026-11-21T12:04:33.189Z" }, 1),
    ]);
    expect(logged.map(({ createdNs }) => createdNs)).toEqual([1_795_262_673_189_730_816n, 1_795_262_673_189_000_000n]);
  });

  test("an item without a time (realtime models of Node) has that of its logged copy, else of its neighbour", () => {
    const { created_at: _at, ...timeless } = message;
    const history = chatHistory(timeless, { ...timeless, id: "b" }, { ...timeless, id: "c" }, { ...message, id: "d" });
    const logged = chatItem("message", { id: "b", content: [] }, 700);
    const ms = conversation(history, [logged]).map(({ createdNs }) => Number(createdNs - BASE_NS) / 1e6);
    expect(ms).toEqual([0, 700, 700, 0]);
    expect(conversation(chatHistory(timeless), [chatItem("message", { id: "z" }, 700)])[0]?.createdNs).toBe(atNs(700));
  });

  test("what cannot be read is rejected with the reason, and the rest is kept", () => {
    const { items, rejected } = toSentItems(chatHistory({ type: "constructor", id: "x" }, message), []);
    expect(items.map(({ id }) => id)).toEqual(["item_1"]);
    expect(rejected).toHaveLength(1);
    expect(toSentItems("{", []).rejected).toHaveLength(1);
  });
});

describe("messages", () => {
  test("a role that is missing is DEVELOPER, which is the system's (trap T6)", () => {
    const roles = conversation(null, [
      chatItem("message", { id: "a", content: [{ text: "x" }] }),
      chatItem("message", { id: "b", role: "ASSISTANT", content: [{ text: "x" }] }, 1),
      chatItem("message", { id: "c", role: "USER", content: [{ text: "x" }] }, 2),
    ]).map(({ role, interrupted }) => [role, interrupted]);
    expect(roles).toEqual([
      ["system", false],
      ["agent", false],
      ["user", false],
    ]);
  });

  test("durations come in milliseconds; what is missing or -1 is not there", () => {
    const metrics = { e2e_latency: 1.760958194732666, llm_node_ttft: -1, llm_node_tps: 100.5, transcription_delay: 0 };
    const [item] = conversation(
      chatHistory({ type: "message", id: "a", role: "assistant", content: [], metrics, created_at: BASE_S }),
    );
    expect(item?.metrics).toEqual({ e2eLatencyMs: 1760.958, llmTokensPerSecond: 100.5, transcriptionDelayMs: 0 });
  });

  test("parts without words are passed over, others are lines", () => {
    const content: SentValue = [
      "one",
      { type: "cache_breakpoint" },
      { type: "audio_content", transcript: "two" },
      { type: "image_content" },
    ];
    const [item] = conversation(chatHistory({ type: "message", id: "a", role: "user", content, created_at: BASE_S }));
    expect(item?.text).toBe("one\ntwo");
  });

  test("of a realtime model begin when the user began to speak, by the span", () => {
    const { spans } = toSpans([sentSpan("user_speaking", 1, [1000, 3000]), sentSpan("user_speaking", 2, [5000, 7000])]);
    const said = (id: string, atS: number) => ({
      type: "message",
      id,
      role: "user",
      content: [id],
      created_at: BASE_S + atS,
    });
    const items = conversation(chatHistory(said("a", 3.1), said("b", 7.1)), [], spans);
    expect(items.map(({ startNs, endNs }) => [startNs, endNs])).toEqual([
      [atNs(1000), atNs(3000)],
      [atNs(5000), atNs(7000)],
    ]);
  });

  test("of a turn without any span begin when they were created", () => {
    const [item] = conversation(
      chatHistory({ type: "message", id: "a", role: "user", content: ["x"], created_at: BASE_S + 3 }),
    );
    expect(item).toMatchObject({ startNs: atNs(3000), endNs: null, spanIds: [] });
  });

  test("of an agent that does not say when it spoke (Node's first versions) are where its speech was", () => {
    const below = (parent: number) => ({ parentSpanId: parent.toString(16).padStart(16, "0") });
    const reply = { "lk.response.text": "Of course." };
    const { spans } = toSpans([
      sentSpan("agent_speaking", 1, [200, 2_100], below(9)),
      sentSpan("agent_turn", 2, [8_000, 12_200], { attributes: reply }),
      sentSpan("agent_speaking", 3, [9_000, 12_100], below(2)),
      sentSpan("agent_turn", 4, [20_000, 20_500], { attributes: { "lk.response.text": "Never heard." } }),
      sentSpan("agent_turn", 5, [30_000, 33_000], { attributes: { "lk.response.text": "Done." } }),
      sentSpan("agent_speaking", 6, [30_500, 32_900], below(9)),
    ]);
    const said = (id: string, text: string, atS: number) => ({
      ...{ type: "message", id, role: "assistant", content: [text], created_at: BASE_S + atS },
    });
    // A greeting by say() is created when it has been spoken, a reply when it is begun.
    const history = chatHistory(
      said("a", "Hello.", 2.1),
      said("b", "Of course.", 8.2),
      said("c", "Never heard.", 20.1),
      said("d", "Done.", 30),
    );
    expect(conversation(history, [], spans).map(({ startNs, endNs, spanIds }) => [startNs, endNs, spanIds])).toEqual([
      [atNs(200), atNs(2_100), ["0000000000000001"]],
      [atNs(9_000), atNs(12_100), ["0000000000000002"]],
      [atNs(20_100), null, ["0000000000000004"]],
      [atNs(30_500), atNs(32_900), ["0000000000000005"]],
    ]);
  });

  test("of an agent are linked to all steps of their speech, the one with their words first", () => {
    const step = (id: number, times: [number, number], text: string | null) =>
      sentSpan("agent_turn", id, times, {
        attributes: { "lk.speech_id": "s1", ...(text === null ? {} : { "lk.pii.response.text": text }) },
      });
    const { spans } = toSpans([step(1, [0, 1000], null), step(2, [1000, 5000], "done")]);
    const metrics = { started_speaking_at: BASE_S + 2, stopped_speaking_at: BASE_S + 5 };
    const history = chatHistory({
      type: "message",
      id: "a",
      role: "assistant",
      content: ["done"],
      metrics,
      created_at: BASE_S + 1,
    });
    const [item] = conversation(history, [], spans);
    expect(item?.spanIds).toEqual(["0000000000000002", "0000000000000001"]);
  });
});

describe("tool calls", () => {
  const call = {
    type: "function_call",
    id: "item_1/fnc_0",
    call_id: "call_1",
    name: "book",
    arguments: '{"a":1}',
    created_at: BASE_S,
  };
  const output = {
    type: "function_call_output",
    id: "item_2",
    call_id: "call_1",
    name: "book",
    output: "no",
    is_error: true,
    created_at: BASE_S + 0.5,
  };

  test("a call and its output are one item, with the call's id", () => {
    const items = conversation(chatHistory(call, output));
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      id: "item_1/fnc_0",
      kind: "tool_call",
      tool: { callId: "call_1", name: "book", arguments: '{"a":1}', output: "no", isError: true, durationMs: 500 },
    });
  });

  test("last as long as their span, whose status is OK although they failed", () => {
    const { spans } = toSpans([
      sentSpan("function_tool", 1, [10, 350.5], {
        statusCode: 1,
        attributes: { "gen_ai.tool.call.id": "call_1", "lk.function_tool.is_error": true },
      }),
    ]);
    const [item] = conversation(chatHistory(call, output), [], spans);
    expect(item).toMatchObject({ startNs: atNs(10), endNs: atNs(350.5), spanIds: ["0000000000000001"] });
    expect(item?.tool?.durationMs).toBe(340.5);
    expect(spans[0]).toMatchObject({ status: "ok", isError: true });
  });

  test("without an output yet are open: neither failed nor well", () => {
    expect(conversation(chatHistory(call))[0]?.tool).toMatchObject({ output: null, isError: null, durationMs: null });
  });

  test("an output without its call is not lost", () => {
    expect(conversation(chatHistory(output))[0]).toMatchObject({
      kind: "tool_call",
      tool: { name: "book", output: "no" },
    });
  });

  test("two calls of one id get their outputs in order", () => {
    const items = conversation(
      chatHistory(
        call,
        { ...call, id: "second" },
        { ...output, output: "1" },
        { ...output, id: "item_9", output: "2" },
      ),
    );
    expect(items.map(({ tool }) => tool?.output)).toEqual(["1", "2"]);
  });

  test("arguments that came as an object, and camelCase names, are understood", () => {
    const items = conversation(null, [
      chatItem("functionCall", { id: "a", callId: "c", name: "book", arguments: { day: "Monday" } }),
      chatItem("functionCallOutput", { id: "b", callId: "c", output: "ok" }, 1),
    ]);
    expect(items[0]?.tool).toMatchObject({ arguments: '{"day":"Monday"}', output: "ok", isError: false });
    const old = conversation(
      chatHistory({ type: "function_call", id: "a", callId: "c", name: "book", args: "{}", createdAt: BASE_S * 1000 }),
    );
    expect(old[0]?.tool).toMatchObject({ callId: "c", arguments: "{}" });
  });
});

describe("handoffs", () => {
  test("the first one only says which agent began; it is of kind config", () => {
    const items = conversation(
      chatHistory(
        { type: "agent_handoff", id: "a", new_agent_id: "one", created_at: BASE_S },
        { type: "agent_handoff", id: "b", old_agent_id: "one", new_agent_id: "two", created_at: BASE_S + 1 },
      ),
    );
    expect(items.map(({ kind, handoff }) => [kind, handoff])).toEqual([
      ["config", { from: null, to: "one" }],
      ["handoff", { from: "one", to: "two" }],
    ]);
  });

  // Spans of Python 1.7.1 and 1.4.6, and Node 1.9.0, in which an `AgentTask` ran inside a tool.
  test("to a task and back are two, told by spans alone and beside the list", () => {
    const activity = (name: string, id: number, atMs: number, label: string) =>
      sentSpan(name, id, [atMs, atMs + 1], { attributes: { "lk.agent_label": label } });
    const { spans } = toSpans([
      ...[activity("start_agent_activity", 1, 0, "billing"), activity("pause_agent_activity", 2, 1000, "billing")],
      ...[activity("start_agent_activity", 3, 1005, "mail"), activity("drain_agent_activity", 4, 4000, "mail")],
      activity("resume_agent_activity", 5, 4002, "billing"),
    ]);
    const there = { from: "billing", to: "mail" };
    const back = { from: "mail", to: "billing" };
    const live = toLiveItems(toConversationSpans(spans), false);
    expect(live.map(({ handoff }) => handoff)).toEqual([there, back]);
    const listed = {
      type: "agent_handoff",
      id: "a",
      old_agent_id: "mail",
      new_agent_id: "billing",
      created_at: BASE_S + 4.01,
    };
    expect(conversation(chatHistory(listed), [], spans)[0]).toMatchObject({
      handoff: back,
      spanIds: [spans[4]?.spanId],
    });
  });

  test("a changed agent tells its instructions and tools", () => {
    const update = {
      type: "agent_config_update",
      id: "a",
      instructions: "Be brief.",
      tools_added: ["book"],
      tools_removed: ["call"],
      created_at: BASE_S,
    };
    expect(conversation(chatHistory(update))[0]).toMatchObject({
      kind: "config",
      text: "Be brief.\nTools added: book\nTools removed: call",
    });
  });
});
