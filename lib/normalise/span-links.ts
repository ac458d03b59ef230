import type { Span } from "../model/spans";
import { numberOf, textOf } from "./attributes";
import { spanMs } from "./instants";

/**
 * Names that this file understands. Spans: `user_turn`, `user_speaking`, `agent_turn`, `realtime_assistant_turn` (before 1.8),
 * `agent_speaking`, `function_tool`, `update_agent`, `start_agent_activity`. A tool's call id: `lk.function_tool.id` (Python),
 * `gen_ai.tool.call.id` (both; Node has only this). Source: PROTOCOL §6.2.
 */
const AGENT_TURNS = new Set(["agent_turn", "realtime_assistant_turn"]);

/** How far a span may be from what an item says of the same moment: both come from one clock, but not from one reading. */
const TOLERANCE_MS = 2_000;

/** The spans that tell of the conversation, by kind, each list ordered by start. */
export interface ConversationSpans {
  userTurns: Span[];
  userSpeaking: Span[];
  agentTurns: Span[];
  agentSpeaking: Span[];
  tools: Span[];
  handoffs: Span[];
  activities: Span[];
  byId: Map<string, Span>;
}

/** Sorts a session's spans (ordered by start) by what they tell of the conversation. */
export function toConversationSpans(spans: readonly Span[]): ConversationSpans {
  const found: ConversationSpans = {
    userTurns: [],
    userSpeaking: [],
    agentTurns: [],
    agentSpeaking: [],
    tools: [],
    handoffs: [],
    activities: [],
    byId: new Map(),
  };
  for (const span of spans) {
    found.byId.set(span.spanId, span);
    if (span.name === "user_turn") found.userTurns.push(span);
    else if (span.name === "user_speaking") found.userSpeaking.push(span);
    else if (AGENT_TURNS.has(span.name)) found.agentTurns.push(span);
    else if (span.name === "agent_speaking") found.agentSpeaking.push(span);
    else if (span.name === "function_tool") found.tools.push(span);
    else if (span.name === "update_agent") found.handoffs.push(span);
    else if (span.name === "start_agent_activity") found.activities.push(span);
  }
  return found;
}

/** The id by which a tool's span names its call; null when it names none. */
export function callIdOf(tool: Span): string | null {
  return textOf(tool.attributes, "lk.function_tool.id") ?? textOf(tool.attributes, "gen_ai.tool.call.id");
}

/** What a message says of itself, to find its spans by. Units: Unix nanoseconds. */
export interface MessageMark {
  text: string;
  createdNs: bigint;
  startedNs: bigint | null;
}

/**
 * The `user_turn` of a user's message: nearest by the start of speech, else by its end, which is the turn decision
 * (`created_at`); a turn of the same words wins. Without turns (realtime models) the last `user_speaking` that began before the
 * message. A span that another message took is passed over.
 */
export function linkUserMessage(spans: ConversationSpans, mark: MessageMark, taken: Set<string>): Span | null {
  const turn = nearestTurn(spans.userTurns, mark, taken) ?? lastSpeech(spans.userSpeaking, mark, taken);
  if (turn !== null) taken.add(turn.spanId);
  return turn;
}

function nearestTurn(turns: readonly Span[], mark: MessageMark, taken: ReadonlySet<string>): Span | null {
  let best: Span | null = null;
  let bestCostMs = TOLERANCE_MS;
  for (const turn of turns) {
    if (taken.has(turn.spanId)) continue;
    const offMs =
      mark.startedNs === null
        ? spanMs(turn.endNs ?? turn.startNs, mark.createdNs)
        : spanMs(turn.startNs, mark.startedNs);
    const sameWords = textOf(turn.attributes, "lk.user_transcript") === mark.text;
    const costMs = Math.abs(offMs) - (sameWords ? TOLERANCE_MS / 2 : 0);
    if (costMs < bestCostMs) {
      best = turn;
      bestCostMs = costMs;
    }
  }
  return best;
}

function lastSpeech(speeches: readonly Span[], mark: MessageMark, taken: ReadonlySet<string>): Span | null {
  const { startedNs, createdNs } = mark;
  if (startedNs !== null) {
    return speeches.find((s) => !taken.has(s.spanId) && Math.abs(spanMs(s.startNs, startedNs)) < TOLERANCE_MS) ?? null;
  }
  return speeches.findLast((s) => !taken.has(s.spanId) && s.startNs <= createdNs) ?? null;
}

/**
 * The `agent_turn`s of an agent's message: the one that was under way when it was spoken, of the same words if they can be
 * told apart, first; then its sisters of the same speech (older SDKs and Node make one turn a step of the LLM).
 */
export function linkAgentMessage(spans: ConversationSpans, mark: MessageMark): Span[] {
  const turn = turnOfSpeech(spans, mark) ?? turnAround(spans.agentTurns, mark);
  if (turn === null) return [];
  const speechId = textOf(turn.attributes, "lk.speech_id");
  if (speechId === null) return [turn];
  const sisters = spans.agentTurns.filter(
    (other) => other !== turn && textOf(other.attributes, "lk.speech_id") === speechId,
  );
  return [turn, ...sisters];
}

function turnOfSpeech(spans: ConversationSpans, { startedNs, text }: MessageMark): Span | null {
  if (startedNs === null) return null;
  let best: Span | null = null;
  let bestOffMs = TOLERANCE_MS / 4;
  for (const speech of spans.agentSpeaking) {
    const offMs = Math.abs(spanMs(speech.startNs, startedNs));
    const parent = speech.parentSpanId === null ? undefined : spans.byId.get(speech.parentSpanId);
    if (offMs >= bestOffMs || parent === undefined || !AGENT_TURNS.has(parent.name)) continue;
    best = parent;
    bestOffMs = offMs;
  }
  const said = best === null ? null : textOf(best.attributes, "lk.response.text");
  return said !== null && bestOffMs > 50 && said.trim() !== text.trim() ? null : best;
}

function turnAround(turns: readonly Span[], { startedNs, createdNs, text }: MessageMark): Span | null {
  const atNs = startedNs ?? createdNs;
  const around = turns.filter((turn) => isAround(turn, atNs));
  const words = text.trim();
  return around.find((turn) => textOf(turn.attributes, "lk.response.text")?.trim() === words) ?? around.at(-1) ?? null;
}

function isAround(span: Span, atNs: bigint): boolean {
  if (spanMs(atNs, span.startNs) > TOLERANCE_MS) return false;
  return span.endNs === null || spanMs(span.endNs, atNs) <= TOLERANCE_MS;
}

/** The span of a handoff to an agent: the `update_agent` or, in SDKs without it, the start of that agent's activity. */
export function linkHandoff(spans: ConversationSpans, toLabel: string, createdNs: bigint): Span | null {
  return nearestByLabel(spans.handoffs, toLabel, createdNs) ?? nearestByLabel(spans.activities, toLabel, createdNs);
}

function nearestByLabel(spans: readonly Span[], label: string, atNs: bigint): Span | null {
  let best: Span | null = null;
  for (const span of spans) {
    if (textOf(span.attributes, "lk.agent_label") !== label || !isAround(span, atNs)) continue;
    if (best === null || Math.abs(spanMs(span.startNs, atNs)) < Math.abs(spanMs(best.startNs, atNs))) best = span;
  }
  return best;
}

/** When a turn's speech was heard: its own speaking span's times, else the turn's. Units: Unix nanoseconds. */
export function speechOf(speeches: readonly Span[], turn: Span): { startNs: bigint; endNs: bigint | null } {
  const speech = speeches.find((span) => span.parentSpanId === turn.spanId);
  return speech === undefined ? turn : speech;
}

/** A duration that a span's attribute gives in seconds, in milliseconds; null when missing. */
export function secondsAttributeMs(span: Span, name: string): number | null {
  const seconds = numberOf(span.attributes, name);
  return seconds === null ? null : secondsToMs(seconds);
}

/** Seconds as milliseconds, to the microsecond: more digits of a measured duration are noise of the multiplication. */
export function secondsToMs(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e3;
}
