import { describe, expect, test } from "vitest";
import type { Attributes } from "@/lib/model/attributes";
import { toFullInput } from "@/lib/normalise/input-delta";
import { toSpans } from "@/lib/normalise/spans";
import type { SentAttributes } from "@/lib/wire/otlp/records";
import { sentSpan } from "./sent";

// The example of py `telemetry/input_delta.py` 1.8.9: I instructions, G a guide that is put at the end anew each time.
const chatCtx = (...ids: string[]) => ({ "lk.pii.chat_ctx": JSON.stringify({ items: ids.map((id) => ({ id })) }) });
const delta = (base: number, dropped: number | null): SentAttributes => ({
  "lk.input.delta": true,
  "lk.input.base_span_id": base.toString(16).padStart(16, "0"),
  ...(dropped === null ? {} : { "lk.input.dropped_from_base": dropped }),
});
const node = (id: number, attributes: SentAttributes, name = "llm_node") =>
  sentSpan(name, id, [id, id + 0.5], { attributes });

const SPANS = toSpans([
  node(1, chatCtx("I", "u1", "G")),
  node(2, { ...chatCtx("a1", "u2", "G"), ...delta(1, 1) }),
  node(3, { ...chatCtx("a2", "u3", "G"), ...delta(2, 1) }),
  node(4, { ...chatCtx("fc", "fo"), ...delta(3, 0) }),
]).spans;

function inputOf(id: number, spans = SPANS) {
  const span = spans.find(({ spanId }) => Number.parseInt(spanId, 16) === id);
  const full = span === undefined ? null : toFullInput(span, spans);
  return full && { ids: idsOf(full.attributes), isWhole: full.isWhole };
}

function idsOf(attributes: Attributes): string[] {
  return JSON.parse(String(attributes["lk.chat_ctx"])).items.map(({ id }: { id: string }) => id);
}

describe("an input that was recorded in parts", () => {
  test("is whole again: the base's full record without its last entries, and what is new", () => {
    expect(inputOf(1)).toBeNull();
    expect(inputOf(2)).toEqual({ ids: ["I", "u1", "a1", "u2", "G"], isWhole: true });
    expect(inputOf(3)).toEqual({ ids: ["I", "u1", "a1", "u2", "a2", "u3", "G"], isWhole: true });
    expect(inputOf(4)).toEqual({ ids: ["I", "u1", "a1", "u2", "a2", "u3", "G", "fc", "fo"], isWhole: true });
  });

  test("keeps all other attributes as they were", () => {
    const span = toSpans([
      node(1, chatCtx("u1")),
      node(2, { ...chatCtx("u2"), ...delta(1, 0), "gen_ai.request.model": "m" }),
    ]).spans;
    const full = toFullInput(span[1] as (typeof span)[0], span);
    expect(full?.attributes).toMatchObject({ "gen_ai.request.model": "m", "lk.input.delta": true });
  });

  test("says that it is not whole when a span it goes on from never came", () => {
    const rest = SPANS.filter(({ spanId }) => !spanId.endsWith("2"));
    expect(inputOf(3, rest)).toEqual({ ids: ["a2", "u3", "G"], isWhole: false });
    expect(inputOf(4, rest)).toEqual({ ids: ["a2", "u3", "G", "fc", "fo"], isWhole: false });
  });

  test("does not mix up traces, and a loop of bases ends", () => {
    const other = sentSpan("llm_node", 1, [0, 1], { traceId: "b".repeat(32), attributes: chatCtx("x") });
    const { spans } = toSpans([other, node(2, { ...chatCtx("u2"), ...delta(1, 0) })]);
    expect(inputOf(2, spans)).toEqual({ ids: ["u2"], isWhole: false });
    const loop = toSpans([
      node(5, { ...chatCtx("a"), ...delta(6, 0) }),
      node(6, { ...chatCtx("b"), ...delta(5, 0) }),
    ]).spans;
    expect(inputOf(5, loop)?.isWhole).toBe(false);
  });

  test("of a request is a list of messages; instructions that did not change are the base's", () => {
    const messages = (...texts: string[]) => ({
      "gen_ai.input.messages": JSON.stringify(texts.map((content) => ({ role: "user", parts: [{ content }] }))),
    });
    const { spans } = toSpans([
      node(1, { ...messages("a", "b"), "gen_ai.system_instructions": '[{"content":"Be brief."}]' }, "llm_request"),
      node(2, { ...messages("c"), ...delta(1, 1) }, "llm_request"),
      node(3, { ...messages("d"), ...delta(2, 0), "gen_ai.system_instructions": "[]" }, "llm_request"),
    ]);
    const full = toFullInput(spans[1] as (typeof spans)[0], spans);
    const sent = JSON.parse(String(full?.attributes["gen_ai.input.messages"])) as { parts: { content: string }[] }[];
    expect(sent.map(({ parts }) => parts[0]?.content)).toEqual(["a", "c"]);
    expect(full?.attributes["gen_ai.system_instructions"]).toBe('[{"content":"Be brief."}]');
    expect(toFullInput(spans[2] as (typeof spans)[0], spans)?.attributes["gen_ai.system_instructions"]).toBe("[]");
  });

  test("whose text was left out (redaction) or cut is not whole", () => {
    const { spans } = toSpans([
      node(1, { "lk.pii.chat_ctx": '{"items":[' }),
      node(2, { ...chatCtx("u2"), ...delta(1, 0) }),
    ]);
    expect(inputOf(2, spans)).toEqual({ ids: ["u2"], isWhole: false });
  });
});
