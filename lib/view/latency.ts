import type { Timeline, TimelineItem, TimelineSpan } from "@/lib/model/timeline";
import type { Tone } from "./rows";
import { readTurnWait } from "./waits";

/** One stretch of what the caller waited. The parts of a turn sum to its wait exactly. Milliseconds. */
export interface WaitPart {
  name: string;
  tone: Tone;
  /** Whose time it is: a model, a setting, your code. Empty when no one can be named. */
  owner: string;
  durationMs: number;
}

/** The wait before one turn of the agent: end of the caller's speech to the first sound. Milliseconds. */
export interface TurnWait {
  totalMs: number;
  parts: WaitPart[];
}

interface Stage {
  name: string;
  tone: Tone;
  owner: string;
  startMs: number;
  endMs: number;
}

/**
 * Splits the wait before a turn into parts, or null when the SDK reported no wait (greetings, failed turns).
 *
 * Every instant between the end of the caller's speech and the first sound belongs to exactly one part: to the earliest
 * stage that was busy then (transcription, end of turn, your callback, LLM tool step, tool, LLM, TTS), else to "not
 * explained". Stages overlap (speculative replies start early; the SDK's end-of-turn figure includes transcription), so
 * adding up the reported figures would overshoot; dividing the time line cannot.
 * Source: PROTOCOL §4.1 (metrics of a message), §6 (llm_node, function_tool, tts_node).
 */
export function layOutWait(timeline: Timeline, turn: TimelineItem): TurnWait | null {
  const totalMs = readTurnWait(turn);
  if (totalMs === null || totalMs <= 0) return null;
  const heard = { startMs: turn.startMs - totalMs, endMs: turn.startMs };
  const user = timeline.items.findLast((item) => item.role === "user" && item.startMs < turn.startMs);
  const stages = [
    ...listeningStages(heard.startMs, user),
    ...thinkingStages(timeline, heard, turn),
    ...speakingStages(timeline.spans, heard, turn),
  ];
  return { totalMs, parts: divide(heard.startMs, heard.endMs, stages) };
}

function listeningStages(startMs: number, user: TimelineItem | undefined): Stage[] {
  if (!user) return [];
  const transcriptionMs = user.metrics.transcriptionDelayMs ?? 0;
  const endOfTurnMs = Math.max(user.metrics.endOfTurnDelayMs ?? 0, transcriptionMs);
  const callbackMs = user.metrics.onUserTurnCompletedDelayMs ?? 0;
  return [
    stage({ name: "transcription", tone: "stt", owner: "speech to text" }, startMs, transcriptionMs),
    stage({ name: "end of turn decision", tone: "wait", owner: "turn detection settings" }, startMs, endOfTurnMs),
    stage({ name: "on_user_turn_completed", tone: "tool", owner: "your code" }, startMs + endOfTurnMs, callbackMs),
  ];
}

/** LLM steps and tools between the decision and the words: the last LLM step counts to its first token only. */
function thinkingStages(timeline: Timeline, heard: { startMs: number; endMs: number }, turn: TimelineItem): Stage[] {
  const steps = within(timeline.spans, "llm_node", heard);
  const stages: Stage[] = [];
  for (const [index, span] of steps.entries()) {
    const isLast = index === steps.length - 1;
    const ttftMs = turn.metrics.llmTtftMs;
    const durationMs = isLast && ttftMs !== undefined ? ttftMs : (span.durationMs ?? heard.endMs - span.startMs);
    const name = isLast ? "LLM, first token" : "LLM, tool step";
    stages.push(stage({ name, tone: "llm", owner: span.summary }, span.startMs, durationMs));
  }
  for (const item of timeline.items) {
    if (item.kind !== "tool_call" || !item.tool || item.startMs < heard.startMs || item.startMs > heard.endMs) continue;
    stages.push(
      stage(
        { name: `tool ${item.tool.name}`, tone: "tool", owner: "your code" },
        item.startMs,
        item.tool.durationMs ?? 0,
      ),
    );
  }
  const hasNoSpan = steps.length === 0 && turn.metrics.llmTtftMs !== undefined;
  if (hasNoSpan) stages.push(backwards("LLM, first token", "llm", turn.startMs - ttfbOf(turn), turn.metrics.llmTtftMs));
  return stages;
}

function speakingStages(spans: readonly TimelineSpan[], heard: { startMs: number; endMs: number }, turn: TimelineItem) {
  if (turn.metrics.ttsTtfbMs === undefined) return [];
  const span = within(spans, "tts_node", heard).at(-1);
  if (!span) return [backwards("TTS, first byte", "tts", turn.startMs, turn.metrics.ttsTtfbMs)];
  return [stage({ name: "TTS, first byte", tone: "tts", owner: span.summary }, span.startMs, ttfbOf(turn))];
}

function ttfbOf(turn: TimelineItem): number {
  return turn.metrics.ttsTtfbMs ?? 0;
}

function within(spans: readonly TimelineSpan[], name: string, heard: { startMs: number; endMs: number }) {
  return spans
    .filter((span) => span.name === name && span.startMs >= heard.startMs - 2000 && span.startMs <= heard.endMs)
    .filter((span) => span.durationMs === null || span.startMs + span.durationMs > heard.startMs)
    .sort((a, b) => a.startMs - b.startMs);
}

function stage(what: Pick<Stage, "name" | "tone" | "owner">, startMs: number, durationMs: number): Stage {
  return { ...what, startMs, endMs: startMs + Math.max(0, durationMs) };
}

function backwards(name: string, tone: Tone, endMs: number, durationMs = 0): Stage {
  return { name, tone, owner: "", startMs: endMs - Math.max(0, durationMs), endMs };
}

/** Parts below this would be written as 0.00 s. */
const PART_MS_MIN = 5;
const REST = "not explained";

/** Puts what is too small to be written, and what nobody explains, into one last part. */
function foldSmall(parts: readonly WaitPart[]): WaitPart[] {
  const isSmall = (part: WaitPart) => part.name === REST || part.durationMs < PART_MS_MIN;
  const durationMs = parts.filter(isSmall).reduce((sum, part) => sum + part.durationMs, 0);
  const rest: WaitPart = { name: REST, tone: "plain", owner: "", durationMs };
  return [...parts.filter((part) => !isSmall(part)), ...(durationMs > 0 ? [rest] : [])];
}

/** Gives every instant of [startMs, endMs] to the first stage that covers it; parts come in order of first appearance. */
function divide(startMs: number, endMs: number, stages: readonly Stage[]): WaitPart[] {
  const cuts = new Set([startMs, endMs]);
  for (const one of stages) {
    for (const ms of [one.startMs, one.endMs]) if (ms > startMs && ms < endMs) cuts.add(ms);
  }
  const edges = [...cuts].sort((a, b) => a - b);
  const parts = new Map<string, WaitPart>();
  for (let index = 0; index < edges.length - 1; index += 1) {
    const from = edges[index] ?? startMs;
    const to = edges[index + 1] ?? endMs;
    const owner = stages.find((one) => one.startMs <= from && one.endMs >= to);
    const name = owner?.name ?? REST;
    const part = parts.get(name) ?? { name, tone: owner?.tone ?? "plain", owner: owner?.owner ?? "", durationMs: 0 };
    part.durationMs += to - from;
    parts.set(name, part);
  }
  return foldSmall([...parts.values()]);
}
