import type { Attributes, AttributeValue } from "@/lib/model/attributes";
import type { ChatItem, ItemKind, ItemRole, TurnMetrics } from "@/lib/model/turns";
import { lookUp, textOf, toNumber, toObject } from "./attributes";
import { blankItem } from "./blank-item";
import { field, type SentItem } from "./chat-items";
import { type ConversationSpans, speechOf } from "./conversation-spans";
import { secondsToMs, spanMs, toInstantNs } from "./instants";
import { linkAgentMessage, linkHandoff, linkToolCall, linkUserMessage, speechOfMessage } from "./span-links";

/**
 * Keys of a message's `metrics` (py `llm/chat_context.py` `MetricsReport`; seconds in every SDK, Node too) and ours.
 * Source: PROTOCOL §4.1; snake_case everywhere, camelCase in Node 1.0.24 to 1.4.x.
 */
const DURATIONS: readonly [sent: string, sentInCamelCase: string, ours: keyof TurnMetrics][] = [
  ["transcription_delay", "transcriptionDelay", "transcriptionDelayMs"],
  ["end_of_turn_delay", "endOfTurnDelay", "endOfTurnDelayMs"],
  ["on_user_turn_completed_delay", "onUserTurnCompletedDelay", "onUserTurnCompletedDelayMs"],
  ["llm_node_ttft", "llmNodeTtft", "llmTtftMs"],
  ["llm_node_ttfs", "llmNodeTtfs", "llmTtfsMs"],
  ["tts_node_ttfb", "ttsNodeTtfb", "ttsTtfbMs"],
  ["playback_latency", "playbackLatency", "playbackLatencyMs"],
  ["e2e_latency", "e2eLatency", "e2eLatencyMs"],
];

/** Roles in any case; a role that is missing is the enum's zero value, DEVELOPER (trap T6). Source: PROTOCOL §5.2. */
const ROLES: Record<string, ItemRole> = { user: "user", assistant: "agent", system: "system", developer: "system" };

/**
 * Turns the sent chat items into the conversation, in their order: a tool call and its output are one item, and each item is
 * linked to the spans that tell of it. The first handoff (no old agent) is of kind `config`: it only says which agent the session
 * began with, and is no handoff.
 * Units: Unix nanoseconds; metrics in milliseconds.
 * Source: PROTOCOL §4.1, §5.2.
 */
export function toChatItems(sent: readonly SentItem[], spans: ConversationSpans): ChatItem[] {
  const items: ChatItem[] = [];
  const calls = new Map<string, ChatItem[]>();
  const taken = new Set<string>();
  for (const item of sent) {
    switch (item.kind) {
      case "message":
        items.push(toMessage(item, spans, taken));
        break;
      case "function_call": {
        const call = toToolCall(item);
        const callId = call.tool?.callId ?? "";
        const waiting = calls.get(callId);
        if (waiting === undefined) calls.set(callId, [call]);
        else waiting.push(call);
        items.push(call);
        break;
      }
      case "function_call_output": {
        const callId = asText(field(item.fields, "call_id"));
        const call = calls.get(callId)?.find(({ tool }) => tool?.output === null) ?? toToolCall(item);
        if (call.id === item.id) items.push(call);
        addOutput(call, item);
        break;
      }
      case "agent_handoff":
        items.push(toHandoff(item, spans));
        break;
      case "agent_config_update": {
        const update = blank(item, "config");
        update.text = toConfigText(item.fields);
        items.push(update);
        break;
      }
      default:
        item.kind satisfies never;
    }
  }
  for (const item of items) timeToolCall(item, spans, taken);
  return items;
}

/** To be filled in field by field, not spread into another: so all items keep one shape. */
function blank({ id, createdNs, fields }: SentItem, kind: ItemKind): ChatItem {
  return blankItem({ id, kind, startNs: createdNs, sent: fields });
}

function toMessage(item: SentItem, spans: ConversationSpans, taken: Set<string>): ChatItem {
  const { fields, createdNs } = item;
  const metrics = toObject(fields.metrics) ?? {};
  const role = lookUp(ROLES, (textOf(fields, "role") ?? "developer").toLowerCase()) ?? "system";
  const text = toText(fields.content);
  const startedNs = toInstantNs(metrics.started_speaking_at ?? metrics.startedSpeakingAt);
  const stoppedNs = toInstantNs(metrics.stopped_speaking_at ?? metrics.stoppedSpeakingAt);
  const message = blank(item, "message");
  message.role = role;
  message.text = text;
  message.interrupted = field(fields, "interrupted") === true;
  message.confidence = toNumber(field(fields, "transcript_confidence"));
  message.metrics = toTurnMetrics(metrics);
  message.startNs = startedNs ?? createdNs;
  message.endNs = stoppedNs;
  const mark = { text, createdNs, startedNs };
  if (role === "agent") {
    const linked = linkAgentMessage(spans, mark);
    message.spanIds = linked.map(({ spanId }) => spanId);
    // Node's first versions do not say when the agent spoke.
    const speech = startedNs === null ? speechOfMessage(spans, linked, mark) : null;
    if (speech !== null) {
      message.startNs = speech.startNs;
      message.endNs = stoppedNs ?? speech.endNs;
      if (linked.length === 0) message.spanIds = [speech.spanId];
    }
  } else if (role === "user") {
    const span = linkUserMessage(spans, mark, taken);
    if (span !== null) message.spanIds = [span.spanId];
    // Realtime models do not say when the user spoke (PROTOCOL §4.1).
    if (span !== null && startedNs === null) {
      const speech = speechOf(spans, span);
      message.startNs = speech.startNs;
      message.endNs = stoppedNs ?? speech.endNs;
    }
  }
  if (message.endNs !== null && message.endNs < message.startNs) message.endNs = null;
  return message;
}

/** Text of a message: its strings, `{text}` parts and transcripts of audio parts, one a line. Other parts have no words. */
function toText(content: AttributeValue | undefined): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  const lines: string[] = [];
  for (const part of content) {
    const text = typeof part === "string" ? part : (toObject(part)?.text ?? toObject(part)?.transcript);
    if (typeof text === "string") lines.push(text);
  }
  return lines.join("\n");
}

function toTurnMetrics(sent: Attributes): TurnMetrics {
  const metrics: TurnMetrics = {};
  for (const [name, camelName, ours] of DURATIONS) {
    const seconds = toNumber(sent[name] ?? sent[camelName]);
    // -1 means none (PROTOCOL §6.3).
    if (seconds !== null && seconds >= 0) metrics[ours] = secondsToMs(seconds);
  }
  const tokensPerSecond = toNumber(sent.llm_node_tps ?? sent.llmNodeTps);
  if (tokensPerSecond !== null) metrics.llmTokensPerSecond = tokensPerSecond;
  return metrics;
}

function toToolCall(item: SentItem): ChatItem {
  const { fields } = item;
  const call = blank(item, "tool_call");
  call.tool = {
    callId: asText(field(fields, "call_id")),
    name: textOf(fields, "name") ?? "",
    arguments: item.kind === "function_call" ? asText(field(fields, "arguments")) : "",
    output: null,
    isError: null,
    durationMs: null,
  };
  return call;
}

function addOutput(call: ChatItem, output: SentItem): void {
  if (call.tool === null) return;
  const { fields, createdNs } = output;
  call.tool.output = asText(field(fields, "output"));
  call.tool.isError = field(fields, "is_error") === true;
  if (createdNs >= call.createdNs && call.id !== output.id) {
    call.endNs = createdNs;
    call.tool.durationMs = spanMs(call.createdNs, createdNs);
    call.sent = { function_call: call.sent, function_call_output: fields };
  }
}

/** Node < 1.7.0 sends what parses as JSON as an object instead of text (PROTOCOL §5.2). */
function asText(value: AttributeValue | undefined): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

/** The tool's own span knows best how long it ran; the items' times are the second choice. */
function timeToolCall(item: ChatItem, spans: ConversationSpans, taken: Set<string>): void {
  if (item.tool === null) return;
  const { callId, name } = item.tool;
  const span = linkToolCall(spans, { callId, name, createdNs: item.createdNs }, taken);
  if (span === null) return;
  item.spanIds = [span.spanId];
  item.startNs = span.startNs;
  if (span.endNs === null) return;
  item.endNs = span.endNs;
  item.tool.durationMs = spanMs(span.startNs, span.endNs);
}

function toHandoff(item: SentItem, spans: ConversationSpans): ChatItem {
  const from = textOf(item.fields, "old_agent_id") ?? textOf(item.fields, "oldAgentId");
  const to = textOf(item.fields, "new_agent_id") ?? textOf(item.fields, "newAgentId") ?? "";
  const span = linkHandoff(spans, to, item.createdNs);
  const handoff = blank(item, from === null ? "config" : "handoff");
  handoff.text = from === null ? `Began with agent ${to}` : `${from} → ${to}`;
  handoff.handoff = { from, to };
  if (span !== null) handoff.spanIds = [span.spanId];
  return handoff;
}

function toConfigText(fields: Attributes): string {
  const lines: string[] = [];
  const instructions = textOf(fields, "instructions");
  if (instructions !== null) lines.push(instructions);
  const added = field(fields, "tools_added");
  const removed = field(fields, "tools_removed");
  if (Array.isArray(added) && added.length > 0) lines.push(`Tools added: ${added.map(asText).join(", ")}`);
  if (Array.isArray(removed) && removed.length > 0) lines.push(`Tools removed: ${removed.map(asText).join(", ")}`);
  return lines.join("\n");
}
