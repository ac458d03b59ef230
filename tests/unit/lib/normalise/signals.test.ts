import { describe, expect, test } from "vitest";
import { toEvaluations, toOutcome } from "@/lib/normalise/evaluations";
import { toInstantNs } from "@/lib/normalise/instants";
import { toLogs } from "@/lib/normalise/logs";
import { toCloseReason } from "@/lib/normalise/report";
import { toSpans } from "@/lib/normalise/spans";
import { atNs, RECEIVED_AT, sentLog, sentScopeLog, sentSpan } from "./sent";

describe("spans", () => {
  test("a span that ends before it starts, or has no ids, is rejected with a reason; the others are kept", () => {
    const { spans, rejected } = toSpans([
      sentSpan("late", 1, [10, 5]),
      sentSpan("nameless", 2, [0, 1], { spanId: "" }),
      sentSpan("good", 3, [0, 1]),
    ]);
    expect(spans.map(({ name }) => name)).toEqual(["good"]);
    expect(rejected.map(({ index }) => index)).toEqual([0, 1]);
    expect(rejected[0]?.reason).toContain("ends before it starts");
  });

  test("an end of 0 is open, and the closed copy wins whichever came first", () => {
    const open = sentSpan("turn", 1, [0, null], { attributes: { a: 1, b: 2, c: 3 } });
    const closed = sentSpan("turn", 1, [0, 7], { attributes: { a: 1 } });
    expect(toSpans([open]).spans[0]?.endNs).toBeNull();
    for (const copies of [
      [open, closed],
      [closed, open],
    ]) {
      expect(toSpans(copies).spans).toMatchObject([{ endNs: atNs(7), attributes: { a: 1 } }]);
    }
  });

  test("the fuller of two closed copies wins", () => {
    const poor = sentSpan("turn", 1, [0, 7], { attributes: { a: 1 } });
    const full = sentSpan("turn", 1, [0, 7], { attributes: { a: 1, b: 2 } });
    for (const copies of [
      [poor, full],
      [full, poor],
    ]) {
      expect(Object.keys(toSpans(copies).spans[0]?.attributes ?? {})).toEqual(["a", "b"]);
    }
  });

  test("what a span is linked to is kept", () => {
    const links = [{ traceId: "a".repeat(32), spanId: "00000000000000a1", attributes: {} }];
    const { spans } = toSpans([sentSpan("a", 1, [0, 1], { links }), sentSpan("b", 2, [0, 1])]);
    expect(spans.map((span) => span.links)).toEqual([links, undefined]);
  });

  test("pii is taken out of names, also of events, and names as sent are kept", () => {
    const [span] = toSpans([
      sentSpan("turn", 1, [0, 7], {
        attributes: { "lk.pii.user_input": "hi", "pii.x": 1, "lk.piitail": 2 },
        events: [{ name: "e", timeNs: atNs(1), attributes: { "lk.pii.room_name": "r" } }],
      }),
    ]).spans;
    expect(span?.attributes).toEqual({ "lk.user_input": "hi", x: 1, "lk.piitail": 2 });
    expect(span?.sentAttributes).toEqual({ "lk.pii.user_input": "hi", "pii.x": 1, "lk.piitail": 2 });
    expect(span?.events[0]).toMatchObject({
      attributes: { "lk.room_name": "r" },
      sentAttributes: { "lk.pii.room_name": "r" },
    });
  });
});

describe("logs", () => {
  test("equal records are one, whatever request they came in; ids are stable", () => {
    const again = { ...sentLog("hello", 5), receivedAt: new Date(RECEIVED_AT.getTime() + 9000) };
    const { logs } = toLogs([
      sentLog("hello", 5),
      again,
      sentLog("hello", 6),
      sentLog("hello", 5, { attributes: { a: 1 } }),
    ]);
    expect(logs).toHaveLength(3);
    expect(toLogs([again]).logs[0]?.id).toBe(
      logs.find(({ timeNs, attributes }) => timeNs === atNs(5) && !("a" in attributes))?.id,
    );
  });

  test("levels come from the number, else from the word", () => {
    const level = (severityNumber: number, severityText: string) =>
      toLogs([sentLog("x", 0, { severityNumber, severityText })]).logs[0]?.level;
    expect([1, 5, 9, 13, 17, 21, 24].map((number) => level(number, ""))).toEqual([
      "trace",
      "debug",
      "info",
      "warn",
      "error",
      "fatal",
      "fatal",
    ]);
    expect(["CRITICAL", "WARNING", "unspecified", "constructor"].map((text) => level(0, text))).toEqual([
      "fatal",
      "warn",
      "info",
      "info",
    ]);
  });

  test("chat items and evaluations are no logs (trap T7)", () => {
    const sorted = toLogs([
      sentScopeLog("chat_history", "session report", {}),
      sentScopeLog("chat_history", "chat item", {}),
      sentScopeLog("chat_history", "something new", {}),
      sentScopeLog("evaluations", "outcome", {}),
    ]);
    expect(sorted.logs).toEqual([]);
    expect([sorted.reports.length, sorted.chatItems.length, sorted.evaluations.length, sorted.rejected.length]).toEqual(
      [1, 1, 1, 1],
    );
  });

  test("a body that is no text is shown as JSON and kept as sent; a missing time is the observed one", () => {
    const [log] = toLogs([sentLog("", 0, { body: { a: [1] }, timeNs: 0n, observedNs: atNs(3) })]).logs;
    expect(log).toMatchObject({ message: '{"a":[1]}', body: { a: [1] }, timeNs: atNs(3) });
  });
});

describe("evaluations", () => {
  const record = sentScopeLog("evaluations", "evaluation", {
    evaluation: {
      name: "safety",
      tag: "lk.judge.safety:maybe",
      verdict: "maybe",
      reasoning: "Hm.",
      instructions: "Be safe.",
    },
  });

  test("records are the first choice, and count once", () => {
    expect(toEvaluations([record, record], ["lk.judge.safety:fail"], 0n)).toMatchObject([
      {
        kind: "evaluation",
        name: "safety",
        verdict: "maybe",
        reasoning: "Hm.",
        metadata: { instructions: "Be safe." },
      },
    ]);
  });

  test("tags tell verdicts and outcome where no records came", () => {
    const tags = ["lk.judge.task_completion:pass", "lk.success", "own"];
    expect(toEvaluations([], tags, 5n)).toMatchObject([{ name: "task_completion", verdict: "pass", timeNs: 5n }]);
    expect(toOutcome([], tags)).toBe("success");
    expect(toOutcome([], ["lk.fail"])).toBe("fail");
    expect(toOutcome([], ["own"])).toBeNull();
  });

  test("an outcome that says its reason alone (Python 1.4) leaves the word to the tags", () => {
    const reasonOnly = toEvaluations(
      [sentScopeLog("evaluations", "outcome", { outcome: { reason: "Hung up." } })],
      [],
      0n,
    );
    expect(reasonOnly).toMatchObject([{ kind: "outcome", reasoning: "Hung up." }]);
    expect([toOutcome(reasonOnly, ["lk.fail"]), toOutcome(reasonOnly, [])]).toEqual(["fail", null]);
  });

  test("a record without a time was made when it was observed", () => {
    const [evaluation] = toEvaluations([{ ...record, sent: { ...record.sent, timeNs: 0n, observedNs: 7n } }], [], 0n);
    expect(evaluation?.timeNs).toBe(7n);
  });
});

test("close reasons are the SDK's words without the enum's prefix", () => {
  expect(["CR_COMPLETED", "CR_JOB_SHUTDOWN", "user_initiated", "constructor", null].map(toCloseReason)).toEqual([
    "task_completed",
    "job_shutdown",
    "user_initiated",
    "constructor",
    null,
  ]);
});

test("what is no instant is null, not a wrong one", () => {
  for (const value of [
    0,
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e300,
    "",
    "soon",
    "2026-99-99T00:00:00.1Z",
    null,
    {},
  ]) {
    expect(toInstantNs(value)).toBeNull();
  }
  expect(toInstantNs("1795262673.5")).toBe(1_795_262_673_500_000_000n);
  expect(toInstantNs("2026-11-21T12:04:33+00:00")).toBe(1_795_262_673_000_000_000n);
});
