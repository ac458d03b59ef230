import { describe, expect, it } from "vitest";
import { formatArguments, prettyPrint } from "@/lib/view/arguments";
import { layOutAttributes } from "@/lib/view/attribute-rows";
import { readChatContext } from "@/lib/view/chat-context";
import { findContextRecord, findPreviousContext } from "@/lib/view/context-source";
import { readException } from "@/lib/view/exceptions";
import { describeRecord } from "@/lib/view/record-facts";
import { findUnheard } from "@/lib/view/unheard";
import { judgeSession, tagsToShow } from "@/lib/view/verdict";
import { aLog, anItem, aSession, aSpan, aTimeline, aToolCall } from "./timeline-builder";

describe("what a tool was called with", () => {
  it("is one line of names and values", () => {
    expect(formatArguments('{"doctor": "Okafor", "week": 48, "new": true}')).toBe(
      "doctor: Okafor, week: 48, new: true",
    );
    expect(formatArguments("{}")).toBe("");
    expect(formatArguments("not\n json")).toBe("not json");
  });

  it("is pretty-printed when it is JSON, and left alone when it is Python", () => {
    expect(prettyPrint('{"a":1}')).toEqual({ text: '{\n  "a": 1\n}', isJson: true });
    expect(prettyPrint("{'a': 1}")).toEqual({ text: "{'a': 1}", isJson: false });
  });

  it("is pretty-printed through one level of JSON in a string, as Node's SDK sends it", () => {
    expect(prettyPrint(JSON.stringify('{"a":1}'))).toEqual({ text: '{\n  "a": 1\n}', isJson: true });
    expect(prettyPrint('"Transferring to booking."')).toEqual({ text: "Transferring to booking.", isJson: false });
    expect(prettyPrint('"unfinished')).toEqual({ text: '"unfinished', isJson: false });
  });
});

describe("attributes", () => {
  it("are all there, by name, JSON in blocks", () => {
    const rows = layOutAttributes({ b: '{"x":1}', a: 3, n: null, list: [1, 2] });
    expect(rows.map((row) => [row.name, row.text, row.isBlock])).toEqual([
      ["a", "3", false],
      ["b", '{\n  "x": 1\n}', true],
      ["list", "[1,2]", false],
      ["n", "not set", false],
    ]);
  });
});

describe("a chat context", () => {
  it("is read from the SDK's items", () => {
    const items = [
      { type: "message", role: "user", content: ["Hi,", "there"] },
      { type: "function_call", name: "book", arguments: '{"day":"Tue"}' },
      { type: "function_call_output", output: "done" },
    ];
    expect(readChatContext({ anything: JSON.stringify({ items }) })).toEqual([
      { role: "user", text: "Hi,\nthere" },
      { role: "tool call", text: "book(day: Tue)" },
      { role: "tool output", text: "done" },
    ]);
  });

  it("is read from OpenTelemetry's messages with parts", () => {
    const messages = [{ role: "assistant", parts: [{ type: "text", content: "Good morning" }] }];
    expect(readChatContext({ x: JSON.stringify(messages) })).toEqual([{ role: "assistant", text: "Good morning" }]);
  });

  it("is not seen where there is none", () => {
    expect(readChatContext({ a: '["x"]', b: "{not json", c: 4 })).toBeNull();
  });

  it("of a turn stands in the last LLM step under its span", () => {
    const timeline = aTimeline({
      items: [anItem({ id: "a", startMs: 5000, spanIds: ["turn"] })],
      spans: [
        aSpan({ id: "turn", name: "agent_turn", startMs: 3000 }),
        aSpan({ id: "l1", parentId: "turn", startMs: 3100 }),
        aSpan({ id: "l2", parentId: "turn", startMs: 4000 }),
        aSpan({ id: "later", startMs: 9000 }),
      ],
    });
    expect(findContextRecord(timeline, "a")).toBe("l2");
    expect(findContextRecord(timeline, "l1")).toBe("l1");
    expect(findContextRecord(timeline, "turn")).toBe("l2");
    expect(findContextRecord(timeline, "unknown")).toBeNull();
    expect(findPreviousContext(timeline, "later")).toBe("l2");
    expect(findPreviousContext(timeline, "l1")).toBeNull();
    expect(findPreviousContext(timeline, "turn")).toBeNull();
  });
});

describe("the head of the details", () => {
  const timeline = aTimeline({
    items: [
      anItem({ id: "a", startMs: 26_400, endMs: 29_100, metrics: { e2eLatencyMs: 1600, llmTtftMs: 220 } }),
      aToolCall("t", 12_000, { name: "book", isError: true, durationMs: 357 }),
    ],
    spans: [aSpan({ id: "s", name: "room_connect", durationMs: null })],
    logs: [aLog({ id: "l", level: "error" })],
  });

  it("names a turn, when it was heard and its figures with their units", () => {
    const head = describeRecord(timeline, "a", null);
    expect(head).toMatchObject({ title: "Agent turn", when: "00:26.400 – 00:29.100" });
    const facts = head?.groups.flatMap((group) => group.facts);
    expect(facts).toContainEqual({ name: "Spoke for", text: "2.70 s" });
    expect(facts).toContainEqual({ name: "Waited, end to end (e2e)", text: "1.60 s" });
    expect(facts).toContainEqual({ name: "LLM first token (TTFT)", text: "220 ms" });
  });

  it("says of a tool call that it failed and how long it took", () => {
    const head = describeRecord(timeline, "t", null);
    expect(head).toMatchObject({ title: "book", tone: "error" });
    expect(head?.groups[0]?.facts.map((fact) => fact.text)).toEqual(["failed", "357 ms"]);
    expect(head?.ids).toEqual([{ name: "call id", text: "call_1" }]);
  });

  it("says of an open span that it is open, and knows no record that is not there", () => {
    expect(describeRecord(timeline, "s", null)?.groups[0]?.facts[0]?.text).toBe("still open");
    expect(describeRecord(timeline, "l", null)?.tone).toBe("error");
    expect(describeRecord(timeline, "x", null)).toBeNull();
  });
});

describe("unheard words", () => {
  it("are what the model meant to say beyond what was spoken", () => {
    const meant = "I can offer ten twenty. There is also one at fifteen.";
    expect(findUnheard("I can offer ten twenty. There is also", meant)).toBe("one at fifteen.");
    expect(findUnheard("I can  offer ten twenty. ", meant)).toBe("There is also one at fifteen.");
  });

  it("are none when everything was heard or the text is another one", () => {
    expect(findUnheard("All of it.", "All of it.")).toBe("");
    expect(findUnheard("Something else", "All of it.")).toBe("");
  });
});

describe("exceptions", () => {
  it("are found in attributes and in events", () => {
    const attributes = { "exception.type": "ValueError", "exception.message": "no", "exception.stacktrace": "Trace…" };
    const wanted = { type: "ValueError", message: "no", stack: "Trace…" };
    expect(readException({ attributes, events: [] })).toEqual(wanted);
    expect(readException({ attributes: {}, events: [{ name: "exception", atMs: 0, attributes }] })).toEqual(wanted);
    expect(readException({ attributes: { a: 1 }, events: [] })).toBeNull();
  });
});

describe("the verdict on a session", () => {
  it("is live, else its outcome, else its state", () => {
    expect(judgeSession(aSession({ status: "live", outcome: "success" })).text).toBe("live");
    expect(judgeSession(aSession({ outcome: "fail" }))).toEqual({ text: "fail", tone: "err" });
    expect(judgeSession(aSession({ status: "failed" })).text).toBe("failed");
    expect(judgeSession(aSession()).text).toBe("ended");
  });

  it("leaves the SDK's own tags out", () => {
    expect(tagsToShow(aSession({ tags: ["lk.success", "lk.judge.safety:maybe", "booked"] }))).toEqual(["booked"]);
  });
});
