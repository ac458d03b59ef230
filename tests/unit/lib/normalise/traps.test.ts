import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkToken, parseToken } from "@/lib/access/token";
import { digestSession } from "@/lib/digest/sessions";
import type { JournalEntry } from "@/lib/model/journal";
import { toSession } from "@/lib/normalise/sessions";
import { toUsage } from "@/lib/normalise/usage";
import { deflate } from "@/lib/wire/gzip";
import { captureEntries, entriesOf } from "@/tests/harness/capture-entries";
import {
  atNs,
  derive,
  JUST_NOW,
  LONG_AGO,
  logsEntry,
  RECEIVED_AT,
  recordingEntry,
  scopeLogsEntry,
  tracesEntry,
} from "./sent";

const PYTHON = ["python-clinic", "AJ_xZXBwwyJ42fT", "RM_7FHTX9DZjoFu"] as const;
const TROUBLE = ["python-trouble", "AJ_iaZeJgVAjjz5", "RM_wgDqjBuWZrnt"] as const;
const NODE = ["node-clinic", "AJ_NqRHtt5xdg4h", "RM_NRHSRGAEQ6bi"] as const;
const OLD_PYTHON = ["python-1.3.12-clinic", "AJ_ytdffoLoU9nf", "RM_TXmCqEbWiPAY"] as const;

async function entriesFrom([capture, sessionId, roomId]: readonly [string, string, string]): Promise<JournalEntry[]> {
  return entriesOf(await captureEntries(capture), sessionId, roomId);
}

const BASE_S = 1_795_262_673;
const NODE_RESOURCE = { "telemetry.sdk.language": "nodejs" };

/** The traps of the wire protocol, by number. */
describe("trap", () => {
  test("T1: a Node session without its root is whole, ends with its report, and says why spans have no parent", async () => {
    const { facts, items, spans, missing } = derive(NODE[1], await entriesFrom(NODE));
    expect(spans.some(({ name }) => name === "agent_session")).toBe(false);
    expect(facts).toMatchObject({ sessionId: NODE[1], roomId: NODE[2], status: "ended" });
    expect(items.filter(({ role }) => role === "agent")).toHaveLength(8);
    expect(missing).toEqual([
      "27 spans have no parent: the Node SDK ends before it sends its last spans, among them the session's own.",
    ]);
  });

  test("T2: Node's milliseconds and Python's seconds of one attribute are the same milliseconds", () => {
    const turn = (delay: number) => [
      {
        spanId: "00000000000000a1",
        name: "user_turn",
        startMs: 0,
        endMs: 900,
        attributes: { "lk.pii.user_transcript": "hello", "lk.end_of_turn_delay": delay, "lk.transcription_delay": 0 },
      },
    ];
    const metricsOf = (delay: number, resource: Record<string, string>) =>
      derive("AJ_1", [tracesEntry("AJ_1", turn(delay), resource)], JUST_NOW).items[0]?.metrics;
    expect(metricsOf(502, NODE_RESOURCE)).toEqual({ endOfTurnDelayMs: 502, transcriptionDelayMs: 0 });
    expect(metricsOf(0.502, { "telemetry.sdk.language": "python" })).toEqual({
      endOfTurnDelayMs: 502,
      transcriptionDelayMs: 0,
    });
  });

  test("T2: Node's report in milliseconds and Python's in seconds end at the same instant", () => {
    const endOf = (reportedAt: number) =>
      derive("AJ_1", [
        scopeLogsEntry("AJ_1", "chat_history", [["session report", { "session.report_timestamp": reportedAt }]]),
      ]).facts.endNs;
    expect(endOf(BASE_S + 60.25)).toBe(atNs(60_250));
    expect(endOf((BASE_S + 60) * 1000 + 250)).toBe(atNs(60_250));
  });

  test("T3: Python's logs name an unknown service, and are the session's by their own attributes", async () => {
    const { logs, facts } = derive(PYTHON[1], await entriesFrom(PYTHON));
    expect(logs).toHaveLength(13);
    expect(new Set(logs.map(({ resource }) => resource["service.name"]))).toEqual(new Set(["unknown_service:python"]));
    expect(facts.sdkLanguage).toBe("python");
  });

  test("T4: logs are read from protobuf and from Node's JSON alike", async () => {
    const encodings = async (from: typeof PYTHON | typeof NODE) =>
      new Set((await entriesFrom(from)).filter(({ signal }) => signal === "logs").map(({ encoding }) => encoding));
    expect(await encodings(PYTHON)).toEqual(new Set(["protobuf"]));
    expect(await encodings(NODE)).toEqual(new Set(["json"]));
    expect(derive(NODE[1], await entriesFrom(NODE)).logs).toHaveLength(38);
  });

  test("T5: a recording before, after or without all else, and one that names no job, is the session's", async () => {
    const entries = await entriesFrom(OLD_PYTHON);
    const recording = entries.filter(({ signal }) => signal === "recording");
    expect(recording.map(({ sessionId }) => sessionId)).toEqual([OLD_PYTHON[2]]);
    const whole = derive(OLD_PYTHON[1], entries);
    const rest = entries.filter(({ signal }) => signal !== "recording");
    for (const at of [new Date(0), new Date("2026-12-01T00:00:00Z")]) {
      const moved = recording.map((entry) => ({ ...entry, receivedAt: at }));
      const { items, recording: audio } = derive(OLD_PYTHON[1], [...rest, ...moved]);
      expect(items.length).toBe(whole.items.length);
      expect(audio).toEqual(whole.recording);
    }
    const alone = derive(OLD_PYTHON[2], recording);
    expect(alone.items.length).toBe(whole.items.length);
    expect(alone.missing).toEqual(["No logs: none arrived.", "No spans: none arrived."]);
  });

  test("T6: what protojson leaves out is its default: the role DEVELOPER, false, no error", () => {
    const { items } = derive("AJ_1", [
      scopeLogsEntry("AJ_1", "chat_history", [
        ["chat item", { "chat.item": { message: { id: "a", content: [{ text: "Be brief." }] } } }],
        ["chat item", { "chat.item": { function_call: { id: "b", call_id: "c", name: "book", arguments: "{}" } } }],
        ["chat item", { "chat.item": { function_call_output: { id: "d", call_id: "c", output: "ok" } } }],
      ]),
    ]);
    expect(items).toMatchObject([
      { role: "system", interrupted: false, text: "Be brief." },
      { tool: { output: "ok", isError: false } },
    ]);
  });

  test("T7: chat records without a severity are items, not logs of some level", async () => {
    const { logs } = derive(PYTHON[1], await entriesFrom(PYTHON));
    expect(logs.some(({ message }) => ["chat item", "session report", "outcome"].includes(message))).toBe(false);
    expect(new Set(logs.map(({ level }) => level))).toEqual(new Set(["info", "warn", "error"]));
  });

  test("T8: the judges' calls are neither usage nor turns", async () => {
    const { spans, items } = derive(PYTHON[1], await entriesFrom(PYTHON));
    const judged = spans.filter(({ name }) => name === "judge_evaluation");
    expect(judged).toHaveLength(3);
    const [llm] = toUsage({ reported: null, spans, metrics: [] });
    // 3,070 by the agent's report; the three judges read 785 + 807 + 793 tokens more.
    expect(llm?.inputTokens).toBe(3070);
    expect(items.filter(({ kind }) => kind === "message")).toHaveLength(15);
  });

  test("T9: a failed tool is an error although its span is not, and a retried step leaves its turn well", async () => {
    const { spans, items } = derive(TROUBLE[1], await entriesFrom(TROUBLE));
    const tools = spans.filter(({ name }) => name === "function_tool");
    expect(tools.map(({ status, isError }) => [status, isError])).toEqual([
      ["unset", true],
      ["unset", true],
    ]);
    const tries = spans.filter(({ name, isError }) => name === "llm_request_run" && isError);
    expect(tries.length).toBeGreaterThan(0);
    expect(items.filter(({ tool }) => tool?.isError)).toHaveLength(2);
    expect(digestSession(derive(TROUBLE[1], await entriesFrom(TROUBLE))).session.toolErrorCount).toBe(2);
  });

  test("T10: a turn that failed is a user's message without an answer, and has no latency", async () => {
    const { spans, items } = derive(TROUBLE[1], await entriesFrom(TROUBLE));
    const failed = spans.filter(({ name, isError }) => name === "agent_turn" && isError);
    expect(failed).toHaveLength(1);
    expect(failed[0]?.attributes["lk.e2e_latency"]).toBeUndefined();
    const messages = items.filter(({ kind }) => kind === "message");
    const unanswered = messages.filter(({ role }, index) => role === "user" && messages[index + 1]?.role === "user");
    expect(unanswered).toHaveLength(1);
  });

  test("T11: two jobs of one room are two sessions, and each takes the recording that is nearest", () => {
    const span = (startMs: number) => [
      { spanId: "00000000000000a0", name: "agent_session", startMs, endMs: startMs + 9 },
    ];
    const audio = (blobKey: string) => ({ audio: { blobKey, sizeBytes: 1, contentType: "audio/ogg", sha256: "" } });
    const room = [
      recordingEntry("RM_1", { roomId: "RM_1", startMs: 100 }, audio("first")),
      recordingEntry("RM_1", { roomId: "RM_1", startMs: 90_100 }, audio("second")),
    ];
    const siblings = [
      { sessionId: "AJ_1", startNs: atNs(0) },
      { sessionId: "AJ_2", startNs: atNs(90_000) },
    ];
    const blobOf = (id: string, startMs: number) =>
      derive(id, [tracesEntry(id, span(startMs)), ...room], { ...LONG_AGO, siblings }).recording?.blobKey;
    expect([blobOf("AJ_1", 0), blobOf("AJ_2", 90_000)]).toEqual(["first", "second"]);
  });

  test("T12: attributes of any kind arrive: lists, nested lists of pairs, empty values, large integers", () => {
    const attributes = {
      list: ["a", 1, null, ["b"]],
      pairs: { deep: { er: [true] }, none: null },
      empty: null,
      emptyText: "",
      nothing: {},
    };
    const [span] = derive("AJ_1", [
      tracesEntry("AJ_1", [{ spanId: "00000000000000a0", name: "s", startMs: 0, endMs: 1, attributes }]),
    ]).spans;
    expect(span?.attributes).toEqual(attributes);
    const { facts } = derive("AJ_1", [
      scopeLogsEntry("AJ_1", "chat_history", [
        ["session report", { "session.tags": null, "session.options": { maxDelay: "" }, usage: [], agent_name: "" }],
      ]),
    ]);
    expect(facts).toMatchObject({ tags: [], usage: [], agentName: null });
  });

  test("T13: a request of 64 MiB is read", () => {
    const text = "x".repeat(64 * 1024 * 1024);
    const body = {
      resourceLogs: [{ scopeLogs: [{ logRecords: [{ timeUnixNano: "1", body: { stringValue: text } }] }] }],
    };
    const small = logsEntry("AJ_1", "small", 0);
    const { logs } = derive("AJ_1", [{ ...small, body: deflate(Buffer.from(JSON.stringify(body))) }, small]);
    expect(logs.map(({ message }) => message.length)).toEqual([text.length, 5]);
  });

  test("T14: tokens without typ, with an empty subject or none, signed with a short secret, are good", () => {
    for (const [capture, request] of [
      ["python-clinic", "002"],
      ["node-clinic", "035"],
    ] as const) {
      const file = join(import.meta.dirname, "../../../fixtures", capture, `${request}.json`);
      const { headers, received_at: receivedAt } = JSON.parse(readFileSync(file, "utf8")) as {
        headers: [string, string][];
        received_at: number;
      };
      const sent = headers.find(([name]) => name.toLowerCase() === "authorization")?.[1] ?? "";
      const token = parseToken(sent.replace(/^Bearer /, ""));
      expect(token.keyId).toBe("devkey");
      expect(token.claims.sub ?? "").toBe("");
      expect(checkToken(token, "secret", receivedAt * 1000)).toBeGreaterThan(receivedAt * 1000);
    }
  });

  test("T15: the agent's time and the time of receipt are both kept, however far apart", () => {
    const hour = 3_600_000;
    const span = { spanId: "00000000000000a0", name: "agent_turn", startMs: -2 * hour, endMs: -2 * hour + 100 };
    const { facts, spans } = derive("AJ_1", [tracesEntry("AJ_1", [span])]);
    expect(spans[0]).toMatchObject({ startNs: atNs(-2 * hour), receivedAt: RECEIVED_AT });
    expect(facts.startNs).toBe(atNs(-2 * hour));
  });
});

/** One user's message, tool call and handoff, as every generation of the SDKs spells them. */
describe("the same conversation is read from", () => {
  const S = BASE_S;
  const MS = BASE_S * 1000;
  const upload = (items: object[]) =>
    derive("AJ_1", [
      recordingEntry("AJ_1", { roomId: "RM_1", jobId: "AJ_1", startMs: 0 }, { chatHistory: JSON.stringify({ items }) }),
    ]).items;
  const logged = (items: [string, Record<string, never>][]) =>
    derive("AJ_1", [
      scopeLogsEntry(
        "AJ_1",
        "chat_history",
        items.map(([kind, fields]) => ["chat item", { "chat.item": { [kind]: fields } }]),
      ),
    ]).items;
  const essence = (items: ReturnType<typeof upload>) =>
    items.map(({ kind, role, text, startNs, tool, handoff, confidence, metrics }) => ({
      kind,
      role,
      text,
      startMs: Number(startNs - atNs(0)) / 1e6,
      tool: tool && {
        ...tool,
        arguments: JSON.parse(tool.arguments) as unknown,
        durationMs: Math.round(tool.durationMs ?? -1),
      },
      handoff,
      confidence,
      metrics,
    }));

  const expected = [
    {
      kind: "message",
      role: "user",
      text: "Book me.",
      startMs: 500,
      tool: null,
      handoff: null,
      confidence: 0.9,
      metrics: { endOfTurnDelayMs: 500 },
    },
    {
      kind: "tool_call",
      role: null,
      text: "",
      startMs: 2000,
      tool: { callId: "c1", name: "book", arguments: { day: "Mon" }, output: "no", isError: true, durationMs: 1000 },
      handoff: null,
      confidence: null,
      metrics: {},
    },
    {
      kind: "handoff",
      role: null,
      text: "one → two",
      startMs: 4000,
      tool: null,
      handoff: { from: "one", to: "two" },
      confidence: null,
      metrics: {},
    },
  ];

  const snake = (at: (seconds: number) => number) => [
    {
      type: "message",
      id: "a",
      role: "user",
      content: ["Book me."],
      transcript_confidence: 0.9,
      metrics: { started_speaking_at: S + 0.5, end_of_turn_delay: 0.5 },
      created_at: at(1),
    },
    { type: "function_call", id: "b", call_id: "c1", name: "book", arguments: '{"day":"Mon"}', created_at: at(2) },
    {
      type: "function_call_output",
      id: "d",
      call_id: "c1",
      name: "book",
      output: "no",
      is_error: true,
      created_at: at(3),
    },
    { type: "agent_handoff", id: "e", old_agent_id: "one", new_agent_id: "two", created_at: at(4) },
  ];

  test("uploads of Python, and of Node from 1.7.1 on: snake_case and seconds", () => {
    expect(essence(upload(snake((seconds) => S + seconds)))).toEqual(expected);
  });

  test("uploads of Node 1.5.0 to 1.7.0: snake_case and milliseconds", () => {
    expect(essence(upload(snake((seconds) => MS + seconds * 1000)))).toEqual(expected);
  });

  test("uploads of Node 1.0.24 to 1.4: camelCase, milliseconds, args; metrics in seconds", () => {
    const items = [
      {
        type: "message",
        id: "a",
        role: "user",
        content: ["Book me."],
        transcriptConfidence: 0.9,
        metrics: { startedSpeakingAt: S + 0.5, endOfTurnDelay: 0.5 },
        createdAt: MS + 1000,
      },
      { type: "function_call", id: "b", callId: "c1", name: "book", args: '{"day":"Mon"}', createdAt: MS + 2000 },
      {
        type: "function_call_output",
        id: "d",
        callId: "c1",
        name: "book",
        output: "no",
        isError: true,
        createdAt: MS + 3000,
      },
      { type: "agent_handoff", id: "e", oldAgentId: "one", newAgentId: "two", createdAt: MS + 4000 },
    ];
    expect(essence(upload(items))).toEqual(expected);
  });

  const time = (ms: number, digits = 3) => `${new Date(MS + ms).toISOString().slice(0, -1)}${"0".repeat(digits - 3)}Z`;

  test("logs of Python from 1.5.0 and Node from 1.7.0 on: snake_case, nine digits", () => {
    const items = [
      [
        "message",
        {
          id: "a",
          role: "USER",
          content: [{ text: "Book me." }],
          transcript_confidence: 0.9,
          metrics: { started_speaking_at: time(500, 9), end_of_turn_delay: 0.5 },
          created_at: time(1000, 9),
        },
      ],
      [
        "function_call",
        { id: "b", call_id: "c1", name: "book", arguments: '{"day":"Mon"}', created_at: time(2000, 9) },
      ],
      [
        "function_call_output",
        { id: "d", call_id: "c1", name: "book", output: "no", is_error: true, created_at: time(3000, 9) },
      ],
      ["agent_handoff", { id: "e", old_agent_id: "one", new_agent_id: "two", created_at: time(4000, 9) }],
    ];
    expect(essence(logged(items as never))).toEqual(expected);
  });

  test("logs of older Python and Node: camelCase, three digits, arguments as pairs", () => {
    const items = [
      [
        "message",
        {
          id: "a",
          role: "USER",
          content: [{ text: "Book me." }],
          transcriptConfidence: 0.9,
          metrics: { startedSpeakingAt: time(500), endOfTurnDelay: 0.5 },
          createdAt: time(1000),
        },
      ],
      ["functionCall", { id: "b", callId: "c1", name: "book", arguments: { day: "Mon" }, createdAt: time(2000) }],
      [
        "functionCallOutput",
        { id: "d", callId: "c1", name: "book", output: "no", isError: true, createdAt: time(3000) },
      ],
      ["agentHandoff", { id: "e", oldAgentId: "one", newAgentId: "two", createdAt: time(4000) }],
    ];
    expect(essence(logged(items as never))).toEqual(expected);
  });
});

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

test("a session that is nobody's is null, whatever else is in its room", () => {
  expect(toSession("AJ_1", [], LONG_AGO)).toBeNull();
});
