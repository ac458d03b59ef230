import type { LogRecord } from "@/lib/model/logs";
import type { Span } from "@/lib/model/spans";
import type { ChatItem } from "@/lib/model/turns";
import { spanMs } from "./instants";

/**
 * Names that this file understands. Spans `agent_speaking`: a pause ends one, going on begins another below the same turn. The log that
 * both SDKs write when they go on (level debug, so it is rarely sent).
 * Source: Python 1.8.9 voice/agent_activity.py `_start_false_interruption_timer`, Node 1.9.0 voice/agent_activity.ts.
 */
const SPEAKING = "agent_speaking";
const RESUMED = "resumed false interrupted speech";

/** Pauses between two speeches of a turn that are none: the SDK needs so long to notice a noise. ms. */
const PAUSE_MS_MIN = 100;
/** Speeches of other turns that may begin between the two: none, as agents speak one after another; a few by chance. */
const LOOK_BACK = 4;

/**
 * The items, with those marked in which the agent paused for a noise that was no turn, and went on: two speeches below one turn within the
 * time of one message, or the SDK's own word. Spans and logs: ordered by time.
 */
export function toItemsWithPauses(
  items: readonly ChatItem[],
  spans: readonly Span[],
  logs: readonly LogRecord[],
): ChatItem[] {
  const speeches = spans.filter(({ name }) => name === SPEAKING);
  const resumed = logs.filter(({ message }) => message === RESUMED).map(({ timeNs }) => timeNs);
  const pauses = speeches.flatMap((speech, index) => {
    const before = speeches.slice(Math.max(0, index - LOOK_BACK), index).findLast((one) => isSameTurn(one, speech));
    if (before === undefined || before.endNs === null) return [];
    const isPause = spanMs(before.endNs, speech.startNs) >= PAUSE_MS_MIN;
    return isPause ? [{ pausedNs: before.endNs, goesOnNs: speech.startNs }] : [];
  });
  return items.map((item) => {
    const { kind, role, startNs, endNs } = item;
    if (kind !== "message" || role !== "agent" || endNs === null) return item;
    const hasPaused = pauses.some(({ pausedNs, goesOnNs }) => pausedNs > startNs && goesOnNs < endNs);
    const hasResumed = resumed.some((timeNs) => timeNs >= startNs && timeNs <= endNs);
    return hasPaused || hasResumed ? { ...item, falseInterruption: true } : item;
  });
}

function isSameTurn(one: Span, other: Span): boolean {
  return one.parentSpanId !== null && one.parentSpanId === other.parentSpanId && one.traceId === other.traceId;
}
