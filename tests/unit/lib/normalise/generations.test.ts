import { describe, expect, test } from "vitest";
import { atNs, derive, recordingEntry, scopeLogsEntry } from "./sent";

const BASE_S = 1_795_262_673;

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
