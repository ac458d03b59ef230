import type { Attributes, AttributeValue } from "@/lib/model/attributes";
import type { Span } from "@/lib/model/spans";
import { parseJson } from "@/lib/wire/json";
import { numberOf, textOf, toObject } from "./attributes";

/**
 * Attributes of a span that holds only what is new of its input: it goes on from the full input of another span of its name, less the
 * last so many entries. Source: PROTOCOL §6.2; py `telemetry/input_delta.py` (Python >= 1.8.6, opt-in).
 */
const IS_DELTA = "lk.input.delta";
const BASE_SPAN = "lk.input.base_span_id";
const DROPPED = "lk.input.dropped_from_base";

/** Where an input stands: all items (`llm_node`), or the messages and, if they changed, the instructions (`llm_request`). */
const CHAT_CONTEXT = "lk.chat_ctx";
const MESSAGES = "gen_ai.input.messages";
const INSTRUCTIONS = "gen_ai.system_instructions";

/** An input put together again. */
export interface FullInput {
  /** The span's attributes with its full input in the place of its part, spelled as a sender without deltas would. */
  attributes: Attributes;
  /** False when a span that it goes on from, or that one's text, never came: the input then lacks its beginning. */
  isWhole: boolean;
}

/**
 * The full input of a model's step that recorded only what was new. null when the span is no such step: its attributes are whole.
 * `spans`: those of its session, in any order. Chains are followed through any number of steps; a loop counts as a gap.
 * Errors: none; what is missing or no JSON makes `isWhole` false.
 * Source: PROTOCOL §6.2: full record = base span's full record without its last N entries + this one.
 */
export function toFullInput(span: Span, spans: readonly Span[]): FullInput | null {
  if (!isDelta(span)) return null;
  const name = CHAT_CONTEXT in span.attributes ? CHAT_CONTEXT : MESSAGES;
  const { chain, isClosed } = chainOf(span, spans);
  let entries: AttributeValue[] = [];
  let isWhole = isClosed;
  let instructions: AttributeValue | undefined;
  for (const step of chain) {
    const own = entriesOf(step, name);
    if (own === null) isWhole = false;
    const kept = isDelta(step) ? entries.slice(0, Math.max(0, entries.length - droppedBy(step))) : [];
    entries = [...kept, ...(own ?? [])];
    instructions = step.attributes[INSTRUCTIONS] ?? instructions;
  }
  const record = name === CHAT_CONTEXT ? { items: entries } : entries;
  const attributes: Attributes = { ...span.attributes, [name]: JSON.stringify(record) };
  if (instructions !== undefined) attributes[INSTRUCTIONS] = instructions;
  return { attributes, isWhole };
}

/** The spans that an input goes on from, the first one first, and the span itself last. */
function chainOf(span: Span, spans: readonly Span[]): { chain: Span[]; isClosed: boolean } {
  const bases = new Map(spans.filter(({ name }) => name === span.name).map((one) => [one.traceId + one.spanId, one]));
  const chain: Span[] = [];
  const seen = new Set<Span>();
  let step: Span | undefined = span;
  while (step !== undefined && !seen.has(step)) {
    seen.add(step);
    chain.unshift(step);
    if (!isDelta(step)) return { chain, isClosed: true };
    step = bases.get(step.traceId + (textOf(step.attributes, BASE_SPAN) ?? ""));
  }
  return { chain, isClosed: false };
}

function isDelta({ attributes }: Span): boolean {
  return attributes[IS_DELTA] === true && textOf(attributes, BASE_SPAN) !== null;
}

function droppedBy({ attributes }: Span): number {
  return numberOf(attributes, DROPPED) ?? 0;
}

/** The entries that a span itself recorded; null when it recorded none that can be read (redaction, a cut text). */
function entriesOf({ attributes }: Span, name: string): AttributeValue[] | null {
  const sent = attributes[name];
  if (typeof sent !== "string") return null;
  try {
    const record = parseJson(sent) as AttributeValue;
    const list = Array.isArray(record) ? record : toObject(record)?.items;
    return Array.isArray(list) ? list : null;
  } catch {
    // A sender may have cut the text: the caller says that the input is not whole.
    return null;
  }
}
