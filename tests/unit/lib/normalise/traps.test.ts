import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkToken, parseToken } from "@/lib/access/token";
import { digestSession } from "@/lib/digest/sessions";
import type { JournalEntry } from "@/lib/model/journal";
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

  test("T1: where Node's root did come, because the job went on after the session, it is not said to be missing", () => {
    const spans = [
      { spanId: "00000000000000a1", name: "agent_session", startMs: 0, endMs: 9 },
      { spanId: "00000000000000a2", parentSpanId: "00000000000000a9", name: "agent_turn", startMs: 1, endMs: 2 },
    ];
    const { missing } = derive("AJ_1", [tracesEntry("AJ_1", spans, NODE_RESOURCE)]);
    expect(missing).toContain("1 span has no parent: the span above was never sent.");
  });

  test("T2: Node's milliseconds and Python's seconds of one attribute are the same milliseconds", () => {
    const turn = (delay: number, transcriptionDelay: number) => [
      {
        spanId: "00000000000000a1",
        name: "user_turn",
        startMs: 0,
        endMs: 900,
        attributes: {
          "lk.pii.user_transcript": "hello",
          "lk.end_of_turn_delay": delay,
          "lk.transcription_delay": transcriptionDelay,
        },
      },
    ];
    const metricsOf = (spans: ReturnType<typeof turn>, resource: Record<string, string>) =>
      derive("AJ_1", [tracesEntry("AJ_1", spans, resource)], JUST_NOW).items[0]?.metrics;
    // Node's captures all say 0; its source hands milliseconds to the span and divides for the chat history.
    const expected = { endOfTurnDelayMs: 502, transcriptionDelayMs: 350 };
    expect(metricsOf(turn(502, 350), NODE_RESOURCE)).toEqual(expected);
    expect(metricsOf(turn(0.502, 0.35), { "telemetry.sdk.language": "python" })).toEqual(expected);
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
    const [llm] = toUsage({ reported: null, sdk: { language: null, version: null }, spans, metrics: [] });
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
