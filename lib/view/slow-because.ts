import type { Timeline } from "@/lib/model/timeline";
import { formatLatency, formatPlural } from "./format";
import type { TurnWait, WaitSlice } from "./latency";
import { latencyRating } from "./sessions";

/** Reasons that are told; the rest of the stack is in sight anyway. */
const REASONS_MAX = 3;
/** A stage that takes less of the wait than this is no reason (share of one). */
const SHARE_MIN = 0.15;
/** From this many times the usual on it is said that a stage was slower than usual. */
const UNUSUAL_TIMES = 1.3;

/**
 * Says in words why a turn was slow, the weightiest stage first, and how it stands among the turns of this session; null
 * when the wait was a good one.
 */
export function explainWait(timeline: Timeline, wait: TurnWait): string[] | null {
  if (latencyRating(wait.totalMs, timeline.waitBounds) === "ok") return null;
  const reasons = joinStages(wait.slices)
    .filter((slice) => slice.durationMs >= wait.totalMs * SHARE_MIN)
    .sort((a, b) => weightOf(b) - weightOf(a))
    .slice(0, REASONS_MAX)
    .map((slice) => `${reasonOf(slice)}${unusualText(slice)}.`);
  return [...reasons, rankText(timeline, wait)];
}

/** What two tool calls, or two LLM steps, took together. */
function joinStages(slices: readonly WaitSlice[]): WaitSlice[] {
  const joined = new Map<string, WaitSlice>();
  for (const slice of slices) {
    const key = `${slice.stage} ${slice.name}`;
    const before = joined.get(key);
    joined.set(key, before ? { ...before, durationMs: before.durationMs + slice.durationMs } : slice);
  }
  return [...joined.values()];
}

/** What is beyond the usual weighs twice: it is what changed in this turn. */
function weightOf({ durationMs, usualMs }: WaitSlice): number {
  return durationMs + (usualMs === null ? 0 : Math.max(0, durationMs - usualMs));
}

function reasonOf({ stage, name, owner, durationMs }: WaitSlice): string {
  const took = formatLatency(durationMs);
  switch (stage) {
    case "transcription":
      return `The final transcript came ${took} after the caller fell silent (${owner})`;
    case "end of turn decision":
      return `The agent waited ${took} to be sure that the caller was done (${owner})`;
    case "on_user_turn_completed":
      return `Your on_user_turn_completed ran for ${took} before the reply could begin`;
    case "speech queue":
      return `The reply was held back for ${took} by speech before it`;
    case "LLM, tool step":
      return `The model first asked for a tool, which cost an LLM call of its own: ${took} (${owner})`;
    case "LLM, first token":
      return `The model took ${took} to its first token (${owner})`;
    case "LLM, first sentence":
      return `From the first token to a whole sentence, which speech waits for, it took ${took} (${owner})`;
    case "tool":
      return `Your code ran for ${took} in ${name}`;
    case "TTS, first byte":
      return `The voice took ${took} to its first sound (${owner})`;
    case "playback":
      return `The sound was held for ${took} before it was played`;
    case "not explained":
      return `For ${took} nothing that the agent reported was busy`;
    default: {
      const never: never = stage;
      return never;
    }
  }
}

function unusualText({ durationMs, usualMs }: WaitSlice): string {
  if (usualMs === null || durationMs < usualMs * UNUSUAL_TIMES) return "";
  return `; usual here is ${formatLatency(usualMs)}`;
}

function rankText({ waits }: Timeline, wait: TurnWait): string {
  const fasterCount = waits.filter((one) => one.totalMs < wait.totalMs).length;
  return `Slower than ${fasterCount} of ${formatPlural(waits.length, "turn")} here.`;
}
