import type { Timeline } from "@/lib/model/timeline";
import { formatLatency, formatPlural } from "./format";
import type { TurnWait } from "./latency";
import { readTurnWait, SLOW_WAIT_MS } from "./waits";

/**
 * Says in words why a turn was slow and how it stands among the turns of this session, or null when it was not slow.
 */
export function explainWait(timeline: Timeline, wait: TurnWait): string | null {
  if (wait.totalMs < SLOW_WAIT_MS) return null;
  const waits = timeline.items.map(readTurnWait).filter((one) => one !== null);
  const fasterCount = waits.filter((one) => one < wait.totalMs).length;
  const rank = `Slower than ${fasterCount} of ${formatPlural(waits.length, "turn")} here.`;
  const toolMs = sumOf(wait, (name) => name.startsWith("tool ") || name === "LLM, tool step");
  if (toolMs >= wait.totalMs * 0.3) {
    return `A tool call and the LLM step that asked for it took ${formatLatency(toolMs)}. ${rank}`;
  }
  const longest = [...wait.parts].sort((a, b) => b.durationMs - a.durationMs)[0];
  return longest ? `The longest part was ${longest.name}, ${formatLatency(longest.durationMs)}. ${rank}` : rank;
}

function sumOf(wait: TurnWait, matches: (name: string) => boolean): number {
  return wait.parts.filter((part) => matches(part.name)).reduce((sum, part) => sum + part.durationMs, 0);
}
