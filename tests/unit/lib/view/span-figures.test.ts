import { describe, expect, it } from "vitest";
import type { TimelineRecord } from "@/lib/model/timeline";
import { readFigures, readIds } from "@/lib/view/span-figures";
import { describeCall, findLoudLogs, findTurnWork } from "@/lib/view/turn-work";
import { aLog, anItem, aSpan, aTimeline } from "./timeline-builder";

const facts = (attributes: Record<string, unknown>, isNode = false) =>
  readFigures(attributes, isNode).flatMap(({ title, facts: all }) => all.map(({ name, text }) => [title, name, text]));

describe("figures of a span", () => {
  it("have names, units and groups, whatever stands before their names", () => {
    const attributes = {
      "gen_ai.request.model": "gpt-4.1-mini",
      "gen_ai.usage.input_tokens": 214,
      "gen_ai.usage.cache_read.input_tokens": 64,
      "lk.response.ttft": 0.2228,
    };
    expect(facts(attributes)).toEqual([
      ["Timing", "First token (TTFT)", "223 ms"],
      ["Model", "Model", "gpt-4.1-mini"],
      ["Tokens", "In", "214"],
      ["Tokens", "In, cached", "64"],
    ]);
  });

  it("of a turn are seconds from Python and milliseconds from Node", () => {
    expect(facts({ "lk.end_of_turn_delay": 0.5 })).toEqual([["Timing", "End of turn decision", "500 ms"]]);
    expect(facts({ "lk.end_of_turn_delay": 502 }, true)).toEqual([["Timing", "End of turn decision", "502 ms"]]);
  });

  it("are also read from the JSON that SDKs embed, snake case or camel case", () => {
    expect(facts({ "lk.tts_metrics": '{"characters_count":69,"audio_duration":4.3}' })).toEqual([
      ["Timing", "Audio", "4.30 s"],
      ["Tokens", "Characters", "69"],
    ]);
    expect(facts({ "lk.tts_metrics": '{"charactersCount":69,"audioDurationMs":4300}' })).toEqual([
      ["Timing", "Audio", "4.30 s"],
      ["Tokens", "Characters", "69"],
    ]);
  });

  it("come with the ids that lead elsewhere, each once", () => {
    const attributes = { "lk.speech_id": "speech_1", "lk.provider_request_ids": ["a", "b"], "gen_ai.response.id": "a" };
    expect(readIds(attributes).map(({ name, text }) => `${name} ${text}`)).toEqual([
      "speech id speech_1",
      "response id a",
      "provider request id b",
    ]);
  });
});

describe("what a turn took", () => {
  const timeline = aTimeline({
    spans: [
      aSpan({ id: "turn", name: "agent_turn", startMs: 0 }),
      aSpan({ id: "node", name: "llm_node", parentId: "turn", startMs: 10 }),
      aSpan({ id: "outer", name: "llm_request", parentId: "node", startMs: 11 }),
      aSpan({ id: "inner", name: "llm_request", parentId: "outer", startMs: 12 }),
      aSpan({ id: "voice", name: "tts_request", parentId: "turn", startMs: 5 }),
      aSpan({ id: "judge", name: "llm_request", parentId: null, startMs: 20 }),
    ],
  });

  it("are the outermost calls to models under its own spans, in order of time", () => {
    const work = findTurnWork(timeline, anItem({ id: "a", spanIds: ["turn", "never sent"] }));
    expect(work).toEqual({ ownIds: ["turn"], callIds: ["voice", "outer"] });
    expect(findTurnWork(timeline, anItem({ id: "b" }))).toEqual({ ownIds: [], callIds: [] });
  });

  it("has its failures in the loud log lines of its spans", () => {
    const logs = [
      aLog({ id: "said", spanId: "turn", level: "info" }),
      aLog({ id: "failed", spanId: "turn", level: "error" }),
      aLog({ id: "elsewhere", spanId: "node", level: "error" }),
      aLog({ id: "nowhere", level: "error" }),
    ];
    expect(findLoudLogs(aTimeline({ logs }), ["turn"])).toEqual(["failed"]);
  });

  it("is told for each call: provider and model, tokens with the cached ones, when the answer began", () => {
    const record: TimelineRecord = {
      kind: "span",
      id: "outer",
      span: aSpan({ id: "outer", name: "llm_request", durationMs: 229 }),
      log: null,
      item: null,
      attributes: {
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4.1-mini",
        "gen_ai.usage.input_tokens": 214,
        "gen_ai.usage.cache_read.input_tokens": 64,
        "gen_ai.usage.output_tokens": 36,
        "gen_ai.response.time_to_first_chunk": 0.222,
      },
      sent: null,
      events: [],
      resource: {},
      receivedAt: null,
    };
    expect(describeCall(record)).toEqual({
      spanId: "outer",
      title: "LLM call",
      model: "openai gpt-4.1-mini",
      facts: [
        { name: "in", text: "214 (64 cached)" },
        { name: "out", text: "36" },
        { name: "first token", text: "222 ms" },
        { name: "took", text: "229 ms" },
      ],
    });
  });
});
