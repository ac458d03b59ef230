import type { Attributes } from "@/lib/model/attributes";
import type { Span } from "@/lib/model/spans";
import type { ChatItem } from "@/lib/model/turns";
import { numberOf, textOf } from "./attributes";
import { blankItem } from "./blank-item";
import { compareNs, secondsToMs } from "./instants";

/**
 * Names that this file understands, of the scopes `pipecat` and `pipecat.turn`.
 * | span | attributes (seconds) |
 * | `turn` | `turn.user_bot_latency_seconds`, `turn.user_turn_seconds`, `turn.was_interrupted`, `turn.ended_by_conversation_end` |
 * | `stt` | `transcript`, `is_final`, `stt.incomplete` |
 * | `llm`, `llm_response` (realtime models) | `output`, `metrics.ttfb` |
 * | `tts` | `text`, `metrics.ttfb`, `tts.interrupted` |
 * | `llm_tool_call`, `llm_tool_result` | `tool.call_id`, `tool.function_name`, `tool.arguments`, `tool.result`, `tool.result_status` |
 * Spans were once named after their service (`stt_deepgramsttservice`): their `gen_ai.operation.name` tells them too.
 * Source: pipecat-ai 1.14.0, `utils/tracing/service_attributes.py`, `service_decorators.py`, `turn_trace_observer.py`.
 */
const SCOPE = "pipecat";
const TTFB = "metrics.ttfb";

/** One exchange: the spans below one `turn`, by kind, each ordered by start. `turn` is null while it is open. */
interface Exchange {
  turn: Span | null;
  heard: Span[];
  thought: Span[];
  spoken: Span[];
}

/**
 * The conversation as the spans of Pipecat tell it, which has no other transcript: one message a side and turn, and the tool calls of
 * realtime models (other models' have no spans). Ordered by when it was heard.
 * Units: Unix nanoseconds; metrics in milliseconds.
 */
export function toPipecatItems(spans: readonly Span[]): ChatItem[] {
  const own = spans.filter(({ scopeName }) => scopeName === SCOPE || scopeName.startsWith(`${SCOPE}.`));
  const items: ChatItem[] = [];
  for (const exchange of toExchanges(own)) {
    const said = [toUserMessage(exchange), toAgentMessage(exchange)];
    for (const message of said) if (message !== null) items.push(message);
  }
  items.push(...toToolCalls(own));
  return items.sort((a, b) => compareNs(a.startNs, b.startNs) || (a.id < b.id ? -1 : 1));
}

function toExchanges(spans: readonly Span[]): Iterable<Exchange> {
  const turns = new Map(spans.filter(({ name }) => name === "turn").map((turn) => [turn.spanId, turn]));
  const byTurn = new Map<string, Exchange>();
  for (const span of spans) {
    const list = listOf(span);
    if (list === null) continue;
    const key = span.parentSpanId ?? span.spanId;
    const exchange = byTurn.get(key) ?? { turn: turns.get(key) ?? null, heard: [], thought: [], spoken: [] };
    byTurn.set(key, exchange);
    exchange[list].push(span);
  }
  return byTurn.values();
}

function listOf({ name, attributes }: Span): "heard" | "thought" | "spoken" | null {
  const operation = attributes["gen_ai.operation.name"];
  if (operation === "stt" || name === "stt") return "heard";
  if (operation === "tts" || name === "tts") return "spoken";
  return operation === "chat" || name === "llm" || name === "llm_response" ? "thought" : null;
}

function toUserMessage({ turn, heard }: Exchange): ChatItem | null {
  const said = heard.some(isFinal) ? heard.filter((span) => isFinal(span) || isCutOff(span)) : heard;
  const text = textsOf(said, "transcript");
  const first = said[0];
  if (text === "" || first === undefined) return null;
  const message = { ...blank(first, said, turn), role: "user" as const, text };
  message.endNs = said.at(-1)?.endNs ?? null;
  const delayMs = secondsMs(turn?.attributes, "turn.user_turn_seconds");
  if (delayMs !== null) message.metrics.endOfTurnDelayMs = delayMs;
  return message;
}

function isFinal({ attributes }: Span): boolean {
  return attributes.is_final === true;
}

/** Speech that ended with the turn, before its recogniser called it final. */
function isCutOff({ attributes }: Span): boolean {
  return attributes["stt.incomplete"] === true;
}

/** What the model wrote; where only the speech is known, what was spoken. It begins with its first sound. */
function toAgentMessage({ turn, thought, spoken }: Exchange): ChatItem | null {
  const text = textsOf(thought, "output") || textsOf(spoken, "text");
  const first = spoken[0] ?? thought[0];
  if (text === "" || first === undefined) return null;
  const message = { ...blank(first, [...thought, ...spoken], turn), role: "agent" as const, text };
  const silenceMs = secondsMs(first.attributes, TTFB) ?? 0;
  message.startNs = first.startNs + BigInt(Math.round(silenceMs * 1e6));
  const lastEndNs = spoken.at(-1)?.endNs ?? null;
  message.endNs = lastEndNs !== null && lastEndNs >= message.startNs ? lastEndNs : null;
  message.interrupted = wasInterrupted(turn) || spoken.some(({ attributes }) => attributes["tts.interrupted"] === true);
  const figures = {
    e2eLatencyMs: secondsMs(turn?.attributes, "turn.user_bot_latency_seconds"),
    llmTtftMs: secondsMs(thought.at(-1)?.attributes, TTFB),
    ttsTtfbMs: secondsMs(spoken[0]?.attributes, TTFB),
  };
  for (const [name, ms] of Object.entries(figures) as [keyof typeof figures, number | null][]) {
    if (ms !== null) message.metrics[name] = ms;
  }
  return message;
}

/** A turn that the end of the call cut off is marked as interrupted too, though nobody interrupted it. */
function wasInterrupted(turn: Span | null): boolean {
  return (
    turn?.attributes["turn.was_interrupted"] === true && turn.attributes["turn.ended_by_conversation_end"] !== true
  );
}

function toToolCalls(spans: readonly Span[]): ChatItem[] {
  const byCall = new Map<string, ChatItem>();
  for (const span of spans) {
    const { attributes } = span;
    const callId = textOf(attributes, "tool.call_id");
    if (callId === null) continue;
    const item = byCall.get(callId) ?? toToolCall(span, callId);
    byCall.set(callId, item);
    if (!item.spanIds.includes(span.spanId)) item.spanIds.push(span.spanId);
    if (item.tool === null) continue;
    item.tool.name ||= textOf(attributes, "tool.function_name") ?? "";
    item.tool.arguments ||= textOf(attributes, "tool.arguments") ?? "";
    const output = textOf(attributes, "tool.result");
    if (output === null) continue;
    item.tool.output = output;
    item.tool.isError = attributes["tool.result_status"] === "error";
    item.endNs = span.startNs;
    item.tool.durationMs = Number(span.startNs - item.startNs) / 1e6;
  }
  return [...byCall.values()];
}

function toToolCall(span: Span, callId: string): ChatItem {
  const tool = { callId, name: "", arguments: "", output: null, isError: null, durationMs: null };
  return { ...blank(span, [span], null), kind: "tool_call", tool };
}

function blank(first: Span, told: readonly Span[], turn: Span | null): ChatItem {
  const { startNs, sentAttributes: sent } = first;
  const spanIds = [...told, ...(turn === null ? [] : [turn])].map(({ spanId }) => spanId);
  return blankItem({ id: `said_${first.spanId}`, kind: "message", startNs, spanIds, sent });
}

function textsOf(spans: readonly Span[], name: string): string {
  return spans.flatMap(({ attributes }) => textOf(attributes, name)?.trim() ?? []).join(" ");
}

function secondsMs(attributes: Attributes | undefined, name: string): number | null {
  const seconds = attributes === undefined ? null : numberOf(attributes, name);
  return seconds === null ? null : secondsToMs(seconds);
}
