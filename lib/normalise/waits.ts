import type { Span } from "@/lib/model/spans";
import type { ChatItem } from "@/lib/model/turns";
import type { WaitPart, WaitStage } from "@/lib/model/waits";
import { embeddedObject, numberOf, textOf } from "./attributes";
import { latestFirst } from "./conversation-spans";
import { secondsToMs, spanMs } from "./instants";

/** The wait before one turn of the agent: end of the caller's speech to the first sound. The parts sum to `totalMs`. */
export interface Wait {
  totalMs: number;
  parts: WaitPart[];
}

interface Stage extends Omit<WaitPart, "durationMs"> {
  startMs: number;
  endMs: number;
}

/**
 * Names that this file understands. Spans: `llm_node`, `realtime_inference` (Python and Node >= 1.8), `function_tool`, `tts_node`,
 * `tts_request`, `agent_turn`, `realtime_assistant_turn`; `ttft` of `lk.realtime_model_metrics` (before 1.8 on the turn); attributes in seconds:
 * `lk.response.ttft`, `lk.response.ttfb`, `lk.speech.queue_wait`; `lk.tts_metrics` and `lk.llm_metrics` are not needed.
 * Source: PROTOCOL §4.1, §6.2.
 */
const REALTIME = "realtime_inference";
const REALTIME_METRICS = "lk.realtime_model_metrics";
const TURNS = new Set(["agent_turn", "realtime_assistant_turn"]);
const STEPS = new Set(["llm_node", "function_tool", "tts_node", "tts_request", ...TURNS, REALTIME]);

/** How far before the caller fell silent a speculative step may have begun. */
const LEAD_MS = 2_000;

/** A user's message whose end is farther from the beginning of a wait is not the one that was answered. */
const SAME_SPEECH_MS = 2_000;

/** An agent that speaks later than this after the caller does not answer: it asks whether somebody is there. ms. */
const REALTIME_WAIT_MS_MAX = 15_000;

/** Steps looked at before a turn: a reply of thirty tool calls has about a hundred. */
const STEPS_MAX = 400;

/**
 * Splits the wait before each turn of the agent that reports one (`e2e_latency`: not greetings, not failed turns) or that a realtime
 * model answers, by message id.
 * Every instant between the end of the caller's speech and the first sound belongs to exactly one part, to the earliest stage that
 * was busy then, else to "not explained": so parts sum to the wait although stages overlap (speculative replies begin early, the
 * figure of the end of turn includes transcription) and although the SDKs measure their figures one by one.
 * A speech request begins with the first sentence, not with the node around it, and its first byte counts from there.
 * Units: milliseconds.
 * Source: PROTOCOL §4.1 (metrics of a message), §6.2; measured in captures of Python 1.8.9 and Node 1.9.0.
 */
export function toWaits(items: readonly ChatItem[], spans: readonly Span[]): Map<string, Wait> {
  const waits = new Map<string, Wait>();
  const steps = spans.filter(({ name }) => STEPS.has(name));
  let heard: ChatItem[] = [];
  let unanswered: ChatItem | null = null;
  for (const item of items) {
    if (item.kind !== "message") continue;
    if (item.role === "user") {
      heard = [...heard.slice(-1), item];
      unanswered = item;
    }
    if (item.role !== "agent") continue;
    const wait =
      item.metrics.e2eLatencyMs === undefined
        ? realtimeWait(item, unanswered, steps)
        : reportedWait(item, heard, steps);
    if (wait !== null) waits.set(item.id, wait);
    unanswered = null;
  }
  return waits;
}

function reportedWait(item: ChatItem, heard: readonly ChatItem[], steps: readonly Span[]): Wait | null {
  const totalMs = item.metrics.e2eLatencyMs ?? 0;
  if (totalMs <= 0) return null;
  const near = nearSteps(steps, item, totalMs);
  const stages = [...listening(item, heard, near), ...thinking(item, near), ...speaking(item, near)];
  return { totalMs, parts: divide(-totalMs, stages) };
}

/**
 * Realtime models report no wait: it is from the end of the caller's speech to the first sound of the answer. Whatever passes before the
 * model begins is its decision that the caller has finished. Null for anything but an answer of a realtime model.
 */
function realtimeWait(item: ChatItem, asked: ChatItem | null, steps: readonly Span[]): Wait | null {
  if (asked === null || asked.endNs === null) return null;
  const totalMs = spanMs(asked.endNs, item.startNs);
  if (totalMs <= 0 || totalMs > REALTIME_WAIT_MS_MAX) return null;
  const near = nearSteps(steps, item, totalMs);
  const inference = near.find(isInference);
  if (inference === undefined) return null;
  const decided = told("end of turn decision", -totalMs, startOf(item, inference));
  return { totalMs, parts: divide(-totalMs, [decided, ...thinking(item, near)]) };
}

/** Milliseconds before (negative) or after the first sound of the agent's message. */
function atMs(item: ChatItem, timeNs: bigint): number {
  return spanMs(item.startNs, timeNs);
}

/** The steps within a wait, or shortly before it, in order; `steps` are ordered by start, so that the first one too early is the end. */
function nearSteps(steps: readonly Span[], item: ChatItem, totalMs: number): Span[] {
  const near: Span[] = [];
  for (const span of latestFirst(steps, item.startNs, STEPS_MAX)) {
    if (atMs(item, span.startNs) < -totalMs - LEAD_MS) break;
    if (span.endNs === null || atMs(item, span.endNs) > -totalMs) near.push(span);
  }
  return near.reverse();
}

function listening(item: ChatItem, heard: readonly ChatItem[], near: readonly Span[]): Stage[] {
  const startMs = -(item.metrics.e2eLatencyMs ?? 0);
  const user = heard.findLast(
    ({ endNs }) => endNs === null || Math.abs(atMs(item, endNs) - startMs) < SAME_SPEECH_MS,
  )?.metrics;
  const transcriptionMs = user?.transcriptionDelayMs ?? 0;
  const decidedMs = startMs + Math.max(user?.endOfTurnDelayMs ?? 0, transcriptionMs);
  const callbackMs = user?.onUserTurnCompletedDelayMs ?? 0;
  const turn = near.findLast(({ name }) => name === "agent_turn");
  const queuedMs = turn === undefined ? 0 : secondsMs(turn, "lk.speech.queue_wait");
  return [
    told("transcription", startMs, startMs + transcriptionMs),
    told("end of turn decision", startMs, decidedMs),
    told("on_user_turn_completed", decidedMs, decidedMs + callbackMs),
    ...(turn === undefined ? [] : [by(turn, "speech queue", startOf(item, turn), startOf(item, turn) + queuedMs)]),
  ];
}

/** LLM steps and tools up to the words: of the last step only what it took to the first token. */
function thinking(item: ChatItem, near: readonly Span[]): Stage[] {
  const nodes = near.filter((span) => span.name === "llm_node" || isInference(span));
  const stages: Stage[] = [];
  for (const [index, node] of nodes.entries()) {
    const startMs = startOf(item, node);
    if (index < nodes.length - 1) stages.push(by(node, "LLM, tool step", startMs, endOfStep(item, node, near)));
    else stages.push(by(node, "LLM, first token", startMs, startMs + firstTokenMs(item, node)));
  }
  for (const tool of near) {
    if (tool.name === "function_tool") stages.push(by(tool, "tool", startOf(item, tool), endOf(item, tool)));
  }
  return stages;
}

/** A step of a realtime model: before 1.8 its turn, which holds the tools that it asked for too. */
function isInference({ name, attributes }: Span): boolean {
  return name === REALTIME || (TURNS.has(name) && REALTIME_METRICS in attributes);
}

function endOfStep(item: ChatItem, node: Span, near: readonly Span[]): number {
  const tool = TURNS.has(node.name)
    ? near.find(({ name, parentSpanId }) => name === "function_tool" && parentSpanId === node.spanId)
    : undefined;
  return tool === undefined ? endOf(item, node) : startOf(item, tool);
}

function firstTokenMs(item: ChatItem, node: Span): number {
  if (isInference(node)) return realtimeTokenMs(node);
  return secondsMs(node, "lk.response.ttft") || (item.metrics.llmTtftMs ?? 0);
}

/** Python says seconds (`ttft`), Node milliseconds (`ttftMs`); −1 is none. Source: PROTOCOL §6.3. */
function realtimeTokenMs({ attributes }: Span): number {
  const metrics = embeddedObject(attributes, REALTIME_METRICS) ?? {};
  const seconds = numberOf(metrics, "ttft");
  return Math.max(0, seconds === null ? (numberOf(metrics, "ttftMs") ?? 0) : secondsToMs(seconds));
}

/** The first sentence, until a speech request begins; that request's first byte; and what the output took to play it. */
function speaking(item: ChatItem, near: readonly Span[]): Stage[] {
  const last = near.findLast(({ name }) => name === "llm_node");
  const node = near.findLast(({ name }) => name === "tts_node");
  const ttfbMs = item.metrics.ttsTtfbMs ?? (node === undefined ? 0 : secondsMs(node, "lk.response.ttfb"));
  const playbackMs = item.metrics.playbackLatencyMs ?? 0;
  const stages = [told("playback", -playbackMs, 0)];
  const request = node === undefined ? undefined : requestIn(near, node);
  const requestedMs = request === undefined ? -playbackMs - ttfbMs : startOf(item, request);
  const voice = request ?? node;
  const firstByte = { owner: voice === undefined ? "" : ownerOf(voice), spanId: voice?.spanId ?? null };
  stages.push({ ...told("TTS, first byte", requestedMs, requestedMs + ttfbMs), ...firstByte });
  if (last !== undefined && voice !== undefined) {
    const tokenMs = startOf(item, last) + firstTokenMs(item, last);
    stages.push(by(last, "LLM, first sentence", tokenMs, requestedMs));
  }
  return stages;
}

/** The first request to the provider within a speech node: the innermost, where requests stand around others (Node). */
function requestIn(near: readonly Span[], node: Span): Span | undefined {
  const requests = near.filter(({ name, startNs }) => name === "tts_request" && startNs >= node.startNs);
  const around = new Set(requests.map(({ parentSpanId }) => parentSpanId));
  return requests.find(({ spanId }) => !around.has(spanId) && !hasRunAround(requests, spanId)) ?? requests[0];
}

/** Node puts a `tts_request_run` between two requests: the outer one is known by beginning first and ending last. */
function hasRunAround(requests: readonly Span[], spanId: string): boolean {
  const outer = requests.find((request) => request.spanId === spanId);
  return requests.some(
    (inner) =>
      outer !== undefined &&
      inner !== outer &&
      inner.startNs > outer.startNs &&
      (outer.endNs === null || (inner.endNs !== null && inner.endNs <= outer.endNs)),
  );
}

function startOf(item: ChatItem, span: Span): number {
  return atMs(item, span.startNs);
}

function endOf(item: ChatItem, span: Span): number {
  return span.endNs === null ? 0 : atMs(item, span.endNs);
}

function secondsMs({ attributes }: Span, name: string): number {
  const seconds = numberOf(attributes, name);
  return seconds === null || seconds < 0 ? 0 : secondsToMs(seconds);
}

function told(stage: WaitStage, startMs: number, endMs: number): Stage {
  return { stage, owner: "", spanId: null, startMs, endMs };
}

function by(span: Span, stage: WaitStage, startMs: number, endMs: number): Stage {
  return { stage, owner: ownerOf(span), spanId: span.spanId, startMs, endMs };
}

function ownerOf({ attributes }: Span): string {
  const tool = textOf(attributes, "lk.function_tool.name") ?? textOf(attributes, "gen_ai.tool.name");
  return tool ?? textOf(attributes, "gen_ai.request.model") ?? "";
}

/** Gives every instant of [startMs, 0] to the first stage that covers it; parts in order of their first instant, the rest last. */
function divide(startMs: number, stages: readonly Stage[]): WaitPart[] {
  const inside = stages.flatMap(({ startMs: from, endMs: to }) => [from, to]).filter((ms) => ms > startMs && ms < 0);
  const edges = [...new Set([startMs, ...inside, 0])].sort((a, b) => a - b);
  const parts = new Map<Stage | null, WaitPart>();
  for (let index = 0; index < edges.length - 1; index++) {
    const from = edges[index] as number;
    const to = edges[index + 1] as number;
    const busy = stages.find((stage) => stage.startMs <= from && stage.endMs >= to) ?? null;
    const part = parts.get(busy) ?? toPart(busy);
    part.durationMs += to - from;
    parts.set(busy, part);
  }
  const rest = parts.get(null);
  parts.delete(null);
  return [...parts.values(), ...(rest === undefined ? [] : [rest])];
}

function toPart(stage: Stage | null): WaitPart {
  if (stage === null) return { stage: "not explained", owner: "", durationMs: 0, spanId: null };
  return { stage: stage.stage, owner: stage.owner, durationMs: 0, spanId: stage.spanId };
}
