import type { Span } from "@/lib/model/spans";
import { textOf } from "./attributes";
import { type ConversationSpans, callIdOf, latestFirst } from "./conversation-spans";
import { spanMs } from "./instants";

/** Names that this file understands: `lk.function_tool.name`, `lk.user_transcript`, `lk.response.text`, `lk.speech_id`, `lk.agent_label`. Source: PROTOCOL §6.2. */

/** How far a span may be from what an item says of the same moment: both come from one clock, but not from one reading. */
const TOLERANCE_MS = 2_000;
const TOLERANCE_NS = 2_000_000_000n;

/** The onset of speech and the end of a turn are told by the same event in both. */
const ONSET_MS = 500;

/** A realtime model may tell what it heard only when it has answered. */
const HEARD_MS_MAX = 20_000;

/** What a message says of itself, to find its spans by. Units: Unix nanoseconds. */
export interface MessageMark {
  text: string;
  createdNs: bigint;
  startedNs: bigint | null;
}

/**
 * The `user_turn` of a user's message: nearest by the start of speech, else by its end, which is the turn decision
 * (`created_at`); a turn of the same words wins. Without turns (realtime models) the last `user_speaking` that is below none and began
 * before the message, not long before it. A span that another message took is passed over.
 */
export function linkUserMessage(spans: ConversationSpans, mark: MessageMark, taken: Set<string>): Span | null {
  const turn = nearestTurn(spans.userTurns, mark, taken) ?? lastSpeech(spans, mark, taken);
  if (turn !== null) taken.add(turn.spanId);
  return turn;
}

/**
 * The `function_tool` of a call: by the call's id; of SDKs that do not tell it (Node before 1.8), the span of that tool which began
 * nearest to the call and is no other call's.
 */
export function linkToolCall(
  spans: ConversationSpans,
  call: { callId: string; name: string; createdNs: bigint },
  taken: Set<string>,
): Span | null {
  const named = call.callId === "" ? undefined : spans.toolByCallId.get(call.callId);
  const span = named ?? nearestTool(spans.tools, call, taken);
  if (span !== null) taken.add(span.spanId);
  return span;
}

function nearestTool(
  tools: readonly Span[],
  { name, createdNs }: { name: string; createdNs: bigint },
  taken: ReadonlySet<string>,
): Span | null {
  let best: Span | null = null;
  let bestMs = TOLERANCE_MS;
  for (const tool of latestFirst(tools, createdNs + TOLERANCE_NS)) {
    if (callIdOf(tool) !== null || taken.has(tool.spanId)) continue;
    if (textOf(tool.attributes, "lk.function_tool.name") !== name) continue;
    const offMs = Math.abs(spanMs(tool.startNs, createdNs));
    if (offMs < bestMs) {
      best = tool;
      bestMs = offMs;
    }
  }
  return best;
}

function nearestTurn(turns: readonly Span[], mark: MessageMark, taken: ReadonlySet<string>): Span | null {
  const { startedNs, createdNs } = mark;
  let best: Span | null = null;
  let bestCostMs = TOLERANCE_MS;
  for (const turn of latestFirst(turns, (startedNs ?? createdNs) + TOLERANCE_NS)) {
    const heard = turn.attributes["lk.user_transcript"];
    if (taken.has(turn.spanId) || heard === "") continue;
    const offMs = startedNs === null ? spanMs(turn.endNs ?? turn.startNs, createdNs) : spanMs(turn.startNs, startedNs);
    const sameWords = heard === mark.text;
    if (startedNs === null && !canEndAt(turn, createdNs, sameWords || heard === undefined)) continue;
    const costMs = Math.abs(offMs) - (sameWords ? TOLERANCE_MS / 2 : 0);
    if (costMs < bestCostMs) {
      best = turn;
      bestCostMs = costMs;
    }
  }
  return best;
}

/**
 * Whether a message that does not say when it was spoken can be of that turn: one that was typed stands beside turns, of which a later
 * one and, unless its end is the message's very moment (an agent may change what it heard), one of other words is not its own.
 */
function canEndAt(turn: Span, createdNs: bigint, mayBeItsWords: boolean): boolean {
  if (spanMs(createdNs, turn.startNs) > ONSET_MS) return false;
  return mayBeItsWords || Math.abs(spanMs(turn.endNs ?? turn.startNs, createdNs)) < ONSET_MS;
}

function lastSpeech(
  { userSpeaking, userTurnIds }: ConversationSpans,
  { startedNs, createdNs }: MessageMark,
  taken: ReadonlySet<string>,
): Span | null {
  for (const speech of latestFirst(userSpeaking, startedNs === null ? createdNs : startedNs + TOLERANCE_NS)) {
    if (taken.has(speech.spanId)) continue;
    if (startedNs !== null) {
      if (Math.abs(spanMs(speech.startNs, startedNs)) < TOLERANCE_MS) return speech;
      continue;
    }
    // Of a message that was typed no speech tells.
    const isOfTurn = speech.parentSpanId !== null && userTurnIds.has(speech.parentSpanId);
    if (!isOfTurn && spanMs(speech.endNs ?? speech.startNs, createdNs) < HEARD_MS_MAX) return speech;
  }
  return null;
}

/**
 * The `agent_turn`s of an agent's message: the one that was under way when it was spoken, of the same words if they can be
 * told apart, first; then its sisters of the same speech (older SDKs and Node make one turn a step of the LLM). Where the turn
 * itself never came (the last one of Node, trap T1), the speech in it.
 */
export function linkAgentMessage(spans: ConversationSpans, mark: MessageMark): Span[] {
  const speech = speechAt(spans.agentSpeaking, mark);
  const turn = turnOf(spans, speech) ?? turnAround(spans.agentTurns, mark);
  if (turn === null) return speech === null ? [] : [speech];
  const speechId = textOf(turn.attributes, "lk.speech_id");
  const sisters = speechId === null ? [] : (spans.agentTurnsBySpeech.get(speechId) ?? []);
  return [turn, ...sisters.filter((other) => other !== turn)];
}

function speechAt(speeches: readonly Span[], { startedNs }: MessageMark): Span | null {
  if (startedNs === null) return null;
  let best: Span | null = null;
  let bestOffMs = ONSET_MS;
  for (const speech of latestFirst(speeches, startedNs + TOLERANCE_NS)) {
    const offMs = Math.abs(spanMs(speech.startNs, startedNs));
    if (offMs >= bestOffMs) continue;
    best = speech;
    bestOffMs = offMs;
  }
  return best;
}

/**
 * The speech of an agent's message that does not say when it was spoken: below one of its turns or, where speeches stand beside turns
 * (Node 1.0.24), begun in one; of words without a turn (`say()`), whose `created_at` is the end of the speech, the one that ended then.
 * Source: PROTOCOL §4.1; seen from Node 1.0.24.
 */
export function speechOfMessage(
  spans: ConversationSpans,
  turns: readonly Span[],
  { createdNs }: MessageMark,
): Span | null {
  for (const turn of turns) {
    const speech = spans.speechByTurn.get(turn.spanId);
    if (speech !== undefined) return speech;
  }
  const [turn] = turns;
  if (turn !== undefined) {
    const during = [...latestFirst(spans.agentSpeaking, turn.endNs ?? turn.startNs)].filter(
      (speech) => speech.startNs >= turn.startNs && isBesideTurns(spans, speech),
    );
    return during.at(-1) ?? null;
  }
  for (const speech of latestFirst(spans.agentSpeaking, createdNs)) {
    const isEnd = speech.endNs !== null && Math.abs(spanMs(speech.endNs, createdNs)) < TOLERANCE_MS;
    if (isEnd && isBesideTurns(spans, speech)) return speech;
  }
  return null;
}

function isBesideTurns({ agentTurnById }: ConversationSpans, { parentSpanId }: Span): boolean {
  return parentSpanId === null || !agentTurnById.has(parentSpanId);
}

function turnOf(spans: ConversationSpans, speech: Span | null): Span | null {
  if (speech === null || speech.parentSpanId === null) return null;
  return spans.agentTurnById.get(speech.parentSpanId) ?? null;
}

function turnAround(turns: readonly Span[], { startedNs, createdNs, text }: MessageMark): Span | null {
  const atNs = startedNs ?? createdNs;
  const words = text.trim();
  let possible: Span | null = null;
  for (const turn of latestFirst(turns, atNs + TOLERANCE_NS)) {
    if (!isAround(turn, atNs)) continue;
    const said = textOf(turn.attributes, "lk.response.text")?.trim() ?? null;
    if (said === words) return turn;
    // With redaction a turn has no words; an interrupted message holds only the first of them.
    if (said === null || said.includes(words) || words.includes(said)) possible ??= turn;
  }
  return possible;
}

function isAround(span: Span, atNs: bigint): boolean {
  if (span.startNs > atNs + TOLERANCE_NS) return false;
  return span.endNs === null || span.endNs + TOLERANCE_NS >= atNs;
}

/** The span of a handoff to an agent: the `update_agent` or, in SDKs without it, the start of that agent's activity. */
export function linkHandoff(spans: ConversationSpans, toLabel: string, createdNs: bigint): Span | null {
  return nearestByLabel(spans.handoffs, toLabel, createdNs) ?? nearestByLabel(spans.activities, toLabel, createdNs);
}

function nearestByLabel(spans: readonly Span[], label: string, atNs: bigint): Span | null {
  let best: Span | null = null;
  for (const span of latestFirst(spans, atNs + TOLERANCE_NS)) {
    if (textOf(span.attributes, "lk.agent_label") !== label || !isAround(span, atNs)) continue;
    if (best === null || Math.abs(spanMs(span.startNs, atNs)) < Math.abs(spanMs(best.startNs, atNs))) best = span;
  }
  return best;
}
