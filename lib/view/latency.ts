import type { Timeline, TimelineItem } from "@/lib/model/timeline";
import type { TimelineWait, WaitPart, WaitStage } from "@/lib/model/waits";
import type { Tone } from "./rows";

/** One stretch of what the caller waited, ready to be drawn. The parts of a turn sum to its wait exactly. Milliseconds. */
export interface WaitSlice {
  stage: WaitStage;
  name: string;
  tone: Tone;
  /** Whose time it is: provider and model, a setting, your code. Empty when no one can be named. */
  owner: string;
  durationMs: number;
  /** What this stage usually takes in this session (median); null when too few turns tell. */
  usualMs: number | null;
  spanId: string | null;
}

/** The wait before one turn of the agent, from the end of the caller's speech to the first sound. Milliseconds. */
export interface TurnWait {
  totalMs: number;
  /** The same gap in the recording itself; null where it could not be measured. */
  heardMs: number | null;
  slices: WaitSlice[];
  /** Waits of this session to compare with; empty when there is only this one. */
  marks: { name: string; atMs: number }[];
  /** What the whole width stands for: the longest of the wait, the heard gap and the marks. */
  scaleMs: number;
}

const TONE: Record<WaitStage, Tone> = {
  transcription: "stt",
  "end of turn decision": "wait",
  on_user_turn_completed: "tool",
  "speech queue": "plain",
  "LLM, tool step": "llm",
  "LLM, first token": "llm",
  "LLM, first sentence": "llm",
  tool: "tool",
  "TTS, first byte": "tts",
  playback: "agent",
  "not explained": "plain",
};

/** Parts below this would be written as 0.00 s. */
const SLICE_MS_MIN = 5;
/** A median of fewer turns says nothing about what is usual. */
const USUAL_TURNS_MIN = 3;

/**
 * The wait before a turn as stacked slices, or null when the sender reported none (greetings, failed turns). What is too
 * short to be written is counted to "not explained", so that the slices still sum to the wait.
 * Source: the parts, `normalise/waits.ts`.
 */
export function layOutWait(timeline: Timeline, turn: Pick<TimelineItem, "id">): TurnWait | null {
  const wait = timeline.waits.find((one) => one.itemId === turn.id);
  if (!wait) return null;
  const marks = marksOf(timeline);
  const scaleMs = Math.max(wait.totalMs, wait.heardMs ?? 0, ...marks.map((mark) => mark.atMs));
  const slices = foldSmall(wait.parts).map((part) => toSlice(timeline, part));
  return { totalMs: wait.totalMs, heardMs: wait.heardMs, slices, marks, scaleMs };
}

function marksOf({ session: { latency }, waits }: Timeline): TurnWait["marks"] {
  if (!latency || waits.length < 2) return [];
  return [
    { name: "p50", atMs: latency.e2eP50Ms },
    { name: "p95", atMs: latency.e2eP95Ms },
  ];
}

function foldSmall(parts: readonly WaitPart[]): WaitPart[] {
  const isSmall = (part: WaitPart) => part.stage === "not explained" || part.durationMs < SLICE_MS_MIN;
  const durationMs = parts.filter(isSmall).reduce((sum, part) => sum + part.durationMs, 0);
  const rest: WaitPart = { stage: "not explained", owner: "", durationMs, spanId: null };
  return [...parts.filter((part) => !isSmall(part)), ...(durationMs > 0 ? [rest] : [])];
}

function toSlice(timeline: Timeline, part: WaitPart): WaitSlice {
  const { stage, durationMs, spanId } = part;
  const name = stage === "tool" && part.owner !== "" ? `tool ${part.owner}` : stage;
  const usualMs = usualOf(timeline.waits, stage);
  return { stage, name, tone: TONE[stage], owner: ownerText(timeline, part), durationMs, usualMs, spanId };
}

/** What a stage takes over all turns of the session that have it: the median, in milliseconds. */
function usualOf(waits: readonly TimelineWait[], stage: WaitStage): number | null {
  const sums: number[] = [];
  for (const { parts } of waits) {
    const own = parts.filter((part) => part.stage === stage);
    if (own.length > 0) sums.push(own.reduce((sum, part) => sum + part.durationMs, 0));
  }
  if (sums.length < USUAL_TURNS_MIN) return null;
  sums.sort((a, b) => a - b);
  return sums[Math.floor((sums.length - 1) / 2)] ?? null;
}

/** Whose time a stage is: what the sender named, else who does this work in every session. */
function ownerText(timeline: Timeline, { stage, owner }: WaitPart): string {
  switch (stage) {
    case "tool":
    case "on_user_turn_completed":
      return "your code";
    case "end of turn decision":
      return owner || "turn detection settings";
    case "transcription":
      return modelText(timeline, owner, "stt") || "speech to text";
    case "LLM, tool step":
    case "LLM, first token":
    case "LLM, first sentence":
      return modelText(timeline, owner, "llm") || "language model";
    case "TTS, first byte":
      return modelText(timeline, owner, "tts") || "text to speech";
    case "speech queue":
      return "speech before this one";
    case "playback":
      return "the agent's audio output";
    case "not explained":
      return "";
    default: {
      const never: never = stage;
      return never;
    }
  }
}

/** Provider and model, as far as the usage of the session tells; without a name the only model of that kind. */
function modelText({ session }: Timeline, owner: string, kind: "llm" | "stt" | "tts"): string {
  const models = session.usage.filter((usage) => usage.kind === kind);
  const named =
    owner === "" ? (models.length === 1 ? models[0] : undefined) : models.find((one) => one.model === owner);
  if (!named) return owner;
  return [named.provider, named.model].filter(Boolean).join(" ");
}
