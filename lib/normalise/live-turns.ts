import type { Span } from "@/lib/model/spans";
import type { ChatItem, TurnMetrics } from "@/lib/model/turns";
import { numberOf, textOf } from "./attributes";
import { blankItem } from "./blank-item";
import { type ConversationSpans, callIdOf, speechOf } from "./conversation-spans";
import { compareNs, secondsToMs, spanMs } from "./instants";

/**
 * Attributes that this file understands, `pii` removed: `lk.user_transcript`, `lk.transcript_confidence`, `lk.response.text`,
 * `lk.interrupted`, `lk.e2e_latency`, `lk.response.ttft`, `lk.response.ttfb` (seconds in every SDK),
 * `lk.end_of_turn_delay`, `lk.transcription_delay` of `user_turn` (seconds; Node: milliseconds, trap T2; js `voice/audio_recognition.ts`),
 * `lk.function_tool.name|arguments|output|is_error`, `lk.agent_label`, `lk.previous_agent_label`. Source: PROTOCOL §6.2.
 */

/** Ids of items that only spans tell of; the final items bring ids of their own, and these are no more. */
function liveId(span: Span): string {
  return `live_${span.spanId}`;
}

/**
 * A conversation put together from spans alone: chat items come only when a session ends, so a live session, or one whose agent
 * crashed, has no other transcript. Ordered by when it was heard.
 * Units: Unix nanoseconds; metrics in milliseconds.
 * Source: PROTOCOL §3 (a session in progress), §6.2.
 */
export function toLiveItems(spans: ConversationSpans, isNode: boolean): ChatItem[] {
  const items: ChatItem[] = [];
  for (const turn of spans.userTurns) {
    const text = textOf(turn.attributes, "lk.user_transcript");
    if (text !== null) items.push(toUserMessage(turn, text, spans, isNode));
  }
  for (const turn of spans.agentTurns) {
    const text = textOf(turn.attributes, "lk.response.text");
    if (text !== null) items.push(toAgentMessage(turn, text, spans));
  }
  for (const span of spans.tools) items.push(toToolCall(span));
  items.push(...toHandoffs(spans));
  return items.sort((a, b) => compareNs(a.startNs, b.startNs) || (a.id < b.id ? -1 : 1));
}

function blank(span: Span): ChatItem {
  const { startNs, endNs, spanId, sentAttributes: sent } = span;
  return blankItem({ id: liveId(span), kind: "config", startNs, endNs, spanIds: [spanId], sent });
}

function toUserMessage(turn: Span, text: string, spans: ConversationSpans, isNode: boolean): ChatItem {
  const { startNs, endNs } = speechOf(spans, turn);
  const item: ChatItem = { ...blank(turn), kind: "message", role: "user", text, startNs, endNs };
  item.confidence = numberOf(turn.attributes, "lk.transcript_confidence");
  const delayMs = (name: string) => (isNode ? numberOf(turn.attributes, name) : secondsAttributeMs(turn, name));
  const endOfTurnMs = delayMs("lk.end_of_turn_delay");
  if (endOfTurnMs !== null) item.metrics.endOfTurnDelayMs = endOfTurnMs;
  const transcriptionMs = delayMs("lk.transcription_delay");
  if (transcriptionMs !== null && transcriptionMs >= 0) item.metrics.transcriptionDelayMs = transcriptionMs;
  return item;
}

function toAgentMessage(turn: Span, text: string, spans: ConversationSpans): ChatItem {
  const { startNs, endNs } = speechOf(spans, turn);
  const item: ChatItem = { ...blank(turn), kind: "message", role: "agent", text, startNs, endNs };
  item.interrupted = turn.attributes["lk.interrupted"] === true;
  setDuration(item, "e2eLatencyMs", turn, "lk.e2e_latency");
  setDuration(item, "llmTtftMs", spans.stepByTurn.get(turn.spanId), "lk.response.ttft");
  setDuration(item, "ttsTtfbMs", spans.voiceByTurn.get(turn.spanId), "lk.response.ttfb");
  return item;
}

/** A duration that a span tells in seconds; nothing when it tells none, or -1 (PROTOCOL §6.3). */
function setDuration(item: ChatItem, name: keyof TurnMetrics, span: Span | undefined, attribute: string): void {
  const ms = span === undefined ? null : secondsAttributeMs(span, attribute);
  if (ms !== null && ms >= 0) item.metrics[name] = ms;
}

function toToolCall(span: Span): ChatItem {
  const { attributes, startNs, endNs } = span;
  const isError = attributes["lk.function_tool.is_error"];
  return {
    ...blank(span),
    kind: "tool_call",
    tool: {
      callId: callIdOf(span) ?? span.spanId,
      name: textOf(attributes, "lk.function_tool.name") ?? textOf(attributes, "gen_ai.tool.name") ?? "",
      arguments: textOf(attributes, "lk.function_tool.arguments") ?? "",
      output: textOf(attributes, "lk.function_tool.output"),
      isError: typeof isError === "boolean" ? isError : null,
      durationMs: endNs === null ? null : spanMs(startNs, endNs),
    },
  };
}

/** Handoffs by `update_agent` (Python >= 1.8.2); elsewhere by the agents whose activity starts one after the other. */
function toHandoffs(spans: ConversationSpans): ChatItem[] {
  if (spans.handoffs.length > 0) {
    return spans.handoffs.flatMap((span) => toHandoff(span, textOf(span.attributes, "lk.previous_agent_label")));
  }
  let previous: string | null = null;
  const items: ChatItem[] = [];
  for (const span of spans.activities) {
    const label = textOf(span.attributes, "lk.agent_label");
    if (previous !== null && label !== previous) items.push(...toHandoff(span, previous));
    previous = label ?? previous;
  }
  return items;
}

function toHandoff(span: Span, from: string | null): ChatItem[] {
  const to = textOf(span.attributes, "lk.agent_label");
  if (to === null || from === null) return [];
  // It happens when the new agent takes over, not when the old one begins to leave.
  const startNs = span.endNs ?? span.startNs;
  return [{ ...blank(span), kind: "handoff", startNs, endNs: null, text: `${from} → ${to}`, handoff: { from, to } }];
}

/** A duration that an attribute gives in seconds, in milliseconds; null when missing. */
function secondsAttributeMs(span: Span, name: string): number | null {
  const seconds = numberOf(span.attributes, name);
  return seconds === null ? null : secondsToMs(seconds);
}
