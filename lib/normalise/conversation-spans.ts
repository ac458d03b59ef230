import type { Span } from "@/lib/model/spans";
import { textOf } from "./attributes";

/**
 * Names that this file understands. Spans: `user_turn`, `user_speaking`, `agent_turn`, `realtime_assistant_turn` (before 1.8),
 * `agent_speaking`, `function_tool`, `update_agent`, `start_agent_activity`, `resume_agent_activity` (behind a task), `llm_node`,
 * `tts_node`. A tool's call id: `lk.function_tool.id` (Python),
 * `gen_ai.tool.call.id` (both from 1.8 on; Node has only this, and before 1.8 none). A speech: `lk.speech_id`. Source: PROTOCOL §6.2.
 */
const AGENT_TURNS = new Set(["agent_turn", "realtime_assistant_turn"]);
const ACTIVITIES = new Set(["start_agent_activity", "resume_agent_activity"]);

/** The spans that tell of the conversation, by kind, each list ordered by start. */
export interface ConversationSpans {
  userTurns: Span[];
  userTurnIds: Set<string>;
  userSpeaking: Span[];
  agentTurns: Span[];
  agentSpeaking: Span[];
  tools: Span[];
  toolByCallId: Map<string, Span>;
  handoffs: Span[];
  /** Which agent began to act, or went on. */
  activities: Span[];
  agentTurnById: Map<string, Span>;
  /** The first and the last speaking span below each turn, by the turn's id. */
  speechByTurn: Map<string, Span>;
  lastSpeechByTurn: Map<string, Span>;
  agentTurnsBySpeech: Map<string, Span[]>;
  /** The last `llm_node` and `tts_node` below each turn, by the turn's id. */
  stepByTurn: Map<string, Span>;
  voiceByTurn: Map<string, Span>;
}

/** Sorts a session's spans (ordered by start) by what they tell of the conversation. */
export function toConversationSpans(spans: readonly Span[]): ConversationSpans {
  const found: ConversationSpans = {
    userTurns: [],
    userTurnIds: new Set(),
    userSpeaking: [],
    agentTurns: [],
    agentSpeaking: [],
    tools: [],
    toolByCallId: new Map(),
    handoffs: [],
    activities: [],
    agentTurnById: new Map(),
    speechByTurn: new Map(),
    lastSpeechByTurn: new Map(),
    agentTurnsBySpeech: new Map(),
    stepByTurn: new Map(),
    voiceByTurn: new Map(),
  };
  for (const span of spans) {
    if (span.name === "user_turn") addUserTurn(found, span);
    else if (span.name === "user_speaking") addSpeech(found, found.userSpeaking, span);
    else if (span.name === "agent_speaking") addSpeech(found, found.agentSpeaking, span);
    else if (AGENT_TURNS.has(span.name)) addAgentTurn(found, span);
    else if (span.name === "function_tool") addTool(found, span);
    else if (span.name === "update_agent") found.handoffs.push(span);
    else if (ACTIVITIES.has(span.name)) found.activities.push(span);
    else if (span.name === "llm_node") found.stepByTurn.set(span.parentSpanId ?? "", span);
    else if (span.name === "tts_node") found.voiceByTurn.set(span.parentSpanId ?? "", span);
  }
  return found;
}

function addUserTurn(found: ConversationSpans, turn: Span): void {
  found.userTurns.push(turn);
  found.userTurnIds.add(turn.spanId);
}

function addSpeech({ speechByTurn, lastSpeechByTurn }: ConversationSpans, list: Span[], speech: Span): void {
  list.push(speech);
  const { parentSpanId } = speech;
  if (parentSpanId === null) return;
  if (!speechByTurn.has(parentSpanId)) speechByTurn.set(parentSpanId, speech);
  lastSpeechByTurn.set(parentSpanId, speech);
}

function addTool(found: ConversationSpans, tool: Span): void {
  found.tools.push(tool);
  const callId = callIdOf(tool);
  if (callId !== null) found.toolByCallId.set(callId, tool);
}

function addAgentTurn(found: ConversationSpans, turn: Span): void {
  found.agentTurns.push(turn);
  found.agentTurnById.set(turn.spanId, turn);
  const speechId = textOf(turn.attributes, "lk.speech_id");
  if (speechId === null) return;
  const sisters = found.agentTurnsBySpeech.get(speechId);
  if (sisters === undefined) found.agentTurnsBySpeech.set(speechId, [turn]);
  else sisters.push(turn);
}

/** The id by which a tool's span names its call; null when it names none. */
export function callIdOf(tool: Span): string | null {
  return textOf(tool.attributes, "lk.function_tool.id") ?? textOf(tool.attributes, "gen_ai.tool.call.id");
}

/** When a turn's speech was heard, from its first piece to its last; else the turn's times. Units: Unix nanoseconds. */
export function speechOf(spans: ConversationSpans, turn: Span): { startNs: bigint; endNs: bigint | null } {
  const { startNs } = spans.speechByTurn.get(turn.spanId) ?? turn;
  const { endNs } = spans.lastSpeechByTurn.get(turn.spanId) ?? turn;
  return { startNs, endNs };
}

/**
 * Of spans ordered by start, those that begin at `toNs` or before, the latest first: at most `countMax`, so that finding an item's
 * span costs the same in a long session as in a short one.
 */
export function* latestFirst(spans: readonly Span[], toNs: bigint, countMax = 24): Iterable<Span> {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle] as Span).startNs <= toNs) low = middle + 1;
    else high = middle;
  }
  const last = Math.max(0, low - countMax);
  for (let index = low - 1; index >= last; index--) yield spans[index] as Span;
}
