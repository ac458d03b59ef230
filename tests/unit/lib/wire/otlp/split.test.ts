import { describe, expect, it } from "vitest";
import { decodeLogsJson, decodeMetricsJson, decodeTracesJson } from "@/lib/wire/otlp/decode-json";
import { decodeLogs } from "@/lib/wire/otlp/decode-logs";
import { decodeMetrics } from "@/lib/wire/otlp/decode-metrics";
import { decodeTraces } from "@/lib/wire/otlp/decode-traces";
import { sessionKeyOf } from "@/lib/wire/otlp/session-key";
import type { OtlpSignal } from "@/lib/wire/otlp/skim";
import { splitRequest } from "@/lib/wire/otlp/split";
import { type CapturedRequest, captured } from "../captures";

const FIRST_JOB = "AJ_qhTynmB8RYEC";
const SECOND_JOB = "AJ_Na2NQweNjQ3f";
const ROOM_OF: Record<string, string> = { [FIRST_JOB]: "RM_2EJcm8BXTVXF", [SECOND_JOB]: "RM_WNNhDGni6Rid" };
const DECODE = { traces: decodeTraces, logs: decodeLogs, metrics: decodeMetrics };
const SIGNALS: OtlpSignal[] = ["traces", "logs", "metrics"];

function splitCaptured(request: CapturedRequest, signal: OtlpSignal) {
  const isJson = request.headers["content-type"] === "application/json";
  return splitRequest(signal, isJson ? "json" : "protobuf", request.body);
}

describe("a request with the records of two jobs", () => {
  // Counted by Python over NNN.decoded.json, by each record's own job_id.
  it.each([
    ["traces", 50, 50],
    ["logs", 15, 15],
    ["metrics", 18, 18],
  ] as const)("gives each session its own %s", (signal, firstCount, secondCount) => {
    const counts: Record<string, number> = {};
    for (const request of captured("python-thread-two-jobs", `/${signal}/`)) {
      for (const part of splitCaptured(request, signal).parts) {
        const records = DECODE[signal](part.body ?? request.body);
        expect(records).toHaveLength(part.recordCount);
        expect(part.roomId).toBe(ROOM_OF[part.sessionId]);
        for (const record of records) expect(record.attributes.job_id).toBe(part.sessionId);
        counts[part.sessionId] = (counts[part.sessionId] ?? 0) + records.length;
      }
    }
    expect(counts).toEqual({ [FIRST_JOB]: firstCount, [SECOND_JOB]: secondCount });
  });

  it("loses and changes nothing of a record, its resource and its scope", () => {
    for (const signal of SIGNALS) {
      for (const request of captured("python-thread-two-jobs", `/${signal}/`)) {
        const { parts, rejected } = splitCaptured(request, signal);
        const whole: unknown[] = DECODE[signal](request.body);
        const split: unknown[] = parts.flatMap((part): unknown[] => DECODE[signal](part.body ?? request.body));
        expect(split).toHaveLength(whole.length - rejected.length);
        for (const record of split) expect(whole).toContainEqual(record);
      }
    }
  });

  it("rejects by value the one datapoint that names no session", () => {
    const rejected = captured("python-thread-two-jobs", "/metrics/").flatMap(
      (request) => splitCaptured(request, "metrics").rejected,
    );
    expect(rejected).toEqual([{ index: expect.any(Number), reason: expect.stringContaining("names no session") }]);
  });
});

describe("a request of one session", () => {
  it.each(["python-clinic", "python-realtime", "python-1.3.12-clinic", "node-clinic"])("stays whole: %s", (capture) => {
    for (const signal of SIGNALS) {
      for (const request of captured(capture, `/${signal}/`)) {
        const { parts, rejected } = splitCaptured(request, signal);
        expect(rejected).toEqual([]);
        expect(parts).toEqual([expect.objectContaining({ body: null, sessionId: expect.stringMatching(/^AJ_/) })]);
      }
    }
  });

  it.each([
    ["python-clinic", ["045", "046"]],
    ["python-realtime", ["023", "025"]],
    ["python-1.3.12-clinic", ["024", "025"]],
    ["node-clinic", ["035"]],
  ])("says that it ends with its root span or its report: %s", (capture, ending) => {
    const found = SIGNALS.flatMap((signal) =>
      captured(capture, `/${signal}/`)
        .filter((request) => splitCaptured(request, signal).parts.some((part) => part.endsSession))
        .map((request) => request.number),
    );
    expect(found).toEqual(ending);
  });
});

describe("splitting OTLP/JSON", () => {
  const attributes = (job: string) => [{ key: "job_id", value: { stringValue: job } }];
  const span = (id: string, fields: object) => ({
    traceId: "5b8efff798038103d269b633813fc60c",
    spanId: id.padStart(16, "0"),
    name: "work",
    startTimeUnixNano: "1000",
    endTimeUnixNano: "2000",
    ...fields,
  });
  const request = (spans: unknown[]) =>
    Buffer.from(
      JSON.stringify({
        resourceSpans: [
          {
            resource: { attributes: attributes("AJ_r") },
            schemaUrl: "u",
            scopeSpans: [{ scope: { name: "s" }, spans }],
          },
        ],
      }),
    );

  it("gives each session its records with resource, scope and every other field", () => {
    const spans = [
      span("1", { attributes: attributes("AJ_a") }),
      span("2", {}),
      span("3", { attributes: attributes("AJ_a"), flags: 7 }),
    ];
    const { parts } = splitRequest("traces", "json", request(spans));
    expect(parts.map(({ sessionId, recordCount }) => [sessionId, recordCount])).toEqual([
      ["AJ_a", 2],
      ["AJ_r", 1],
    ]);
    const [first] = parts;
    expect(JSON.parse(Buffer.from(first?.body ?? []).toString())).toEqual(
      JSON.parse(request([spans[0], spans[2]]).toString()),
    );
  });

  it("rejects by value what can never be a span and keeps the others", () => {
    const bad = [
      span("1", { endTimeUnixNano: "999" }),
      span("2", { traceId: "xyz" }),
      span("0", {}),
      "no object",
      span("5", { startTimeUnixNano: undefined }),
      span("6", {}),
    ];
    const { parts, rejected } = splitRequest("traces", "json", request(bad));
    expect(rejected.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
    expect(rejected[0]?.reason).toContain("ends before it starts");
    const kept = decodeTracesJson(Buffer.from(parts[0]?.body ?? []).toString());
    expect(kept.map(({ spanId }) => spanId)).toEqual(["0000000000000006"]);
  });

  it("splits metrics by datapoint", () => {
    const point = (job: string, asInt: string) => ({ asInt, timeUnixNano: "5", attributes: attributes(job) });
    const body = {
      resourceMetrics: [
        { scopeMetrics: [{ metrics: [{ name: "m", sum: { dataPoints: [point("AJ_a", "1"), point("AJ_b", "2")] } }] }] },
      ],
    };
    const { parts } = splitRequest("metrics", "json", Buffer.from(JSON.stringify(body)));
    const values = parts.map((part) => [
      part.sessionId,
      ...decodeMetricsJson(Buffer.from(part.body ?? []).toString()).map(({ name, value }) => [name, value]),
    ]);
    expect(values).toEqual([
      ["AJ_a", ["m", 1]],
      ["AJ_b", ["m", 2]],
    ]);
  });

  it("puts spans that name no session with their trace, and a lone trace under its own id until its root closes", () => {
    const named = span("1", { attributes: [{ key: "session.id", value: { stringValue: "chat-7" } }] });
    const other = { traceId: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
    const spans = [span("2", { parentSpanId: "0000000000000001" }), named, span("3", other)];
    const body = { resourceSpans: [{ scopeSpans: [{ spans }] }] };
    const { parts } = splitRequest("traces", "json", Buffer.from(JSON.stringify(body)));
    expect(parts.map(({ sessionId, recordCount, endsSession }) => [sessionId, recordCount, endsSession])).toEqual([
      ["chat-7", 2, false],
      [other.traceId, 1, true],
    ]);
  });

  it("puts what names a conversation with what names the session in the same trace, whichever comes first", () => {
    const named = (key: string, value: string) => ({ attributes: [{ key, value: { stringValue: value } }] });
    const spans = [
      span("1", named("gen_ai.conversation.id", "conv-1")),
      span("2", {}),
      span("3", named("session.id", "chat-7")),
      span("4", { ...named("gen_ai.conversation.id", "conv-1"), traceId: "a".repeat(32) }),
    ];
    for (const sent of [spans, spans.toReversed()]) {
      const body = { resourceSpans: [{ scopeSpans: [{ spans: sent }] }] };
      const { parts } = splitRequest("traces", "json", Buffer.from(JSON.stringify(body)));
      const counts = Object.fromEntries(parts.map(({ sessionId, recordCount }) => [sessionId, recordCount]));
      expect(counts).toEqual({ "chat-7": 3, "conv-1": 1 });
    }
  });

  it("refuses a body that is not JSON, or not an object, as a whole", () => {
    for (const text of ["{", "[]", "null", '"x"']) {
      expect(() => splitRequest("logs", "json", Buffer.from(text))).toThrow(
        expect.objectContaining({ code: "invalid" }),
      );
    }
    expect(decodeLogsJson("{}")).toEqual([]);
  });

  it("answers a body nested a hundred thousand deep with an error of the sender", () => {
    const deep = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"traceId":"a","body":${'{"arrayValue":{"values":['.repeat(100_000)}${"]}}".repeat(100_000)}},{"traceId":"b"}]}]}]}`;
    expect(() => splitRequest("logs", "json", Buffer.from(deep))).toThrow(expect.objectContaining({ code: "invalid" }));
  });
});

describe("whose record it is", () => {
  const none = {};
  it.each([
    [
      "its own ids before those of scope and resource",
      { job_id: "AJ_1", room_id: "RM_1" },
      none,
      { job_id: "AJ_2", room_id: "RM_2" },
      "AJ_1",
      "RM_1",
    ],
    ["the scope's before the resource's", none, { job_id: "AJ_1" }, { job_id: "AJ_2", room_id: "RM_2" }, "AJ_1", null],
    [
      "an outer level that agrees completes it",
      { job_id: "AJ_1" },
      none,
      { job_id: "AJ_1", room_id: "RM_1" },
      "AJ_1",
      "RM_1",
    ],
    [
      "an outer level of another room does not",
      { room_id: "RM_1" },
      none,
      { job_id: "AJ_2", room_id: "RM_2" },
      "RM_1",
      "RM_1",
    ],
    ["the room when no job is known", none, none, { room_id: "RM_1" }, "RM_1", "RM_1"],
    ["session.id of other senders", { "session.id": "s-1" }, none, none, "s-1", null],
    [
      "session.id of the resource before a conversation",
      { "gen_ai.conversation.id": "c" },
      none,
      { "session.id": "s-1" },
      "s-1",
      null,
    ],
    ["the conversation, which is LiveKit's room", { "gen_ai.conversation.id": "RM_1" }, none, none, "RM_1", "RM_1"],
    ["the trace when nothing else names it", { job_id: "" }, none, none, "abc", null],
    ["never an id with U+0000", { job_id: "AJ\0" }, none, none, "abc", null],
  ])("takes %s", (...row) => {
    const [, record, scope, resource, sessionId, roomId] = row;
    expect(sessionKeyOf(record, scope, resource as never, "abc")).toEqual({ sessionId, roomId });
  });

  it("is nobody's without ids and trace", () => {
    expect(sessionKeyOf({}, {}, {}, "")).toBeNull();
  });
});
