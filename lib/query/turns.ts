import type { TimelineEvaluation, TimelineItem } from "@/lib/model/timeline";
import type { ChatItem, Evaluation, TurnMetrics } from "@/lib/model/turns";
import { toPositionMs, toPositionMsOrNull } from "./positions";

/** One entry of the conversation as the timeline lists it. */
export function toTimelineItem(item: ChatItem, startNs: bigint): TimelineItem {
  return {
    id: item.id,
    kind: item.kind,
    startMs: toPositionMs(item.startNs, startNs),
    endMs: toPositionMsOrNull(item.endNs, startNs),
    role: item.role,
    text: item.text,
    interrupted: item.interrupted,
    confidence: item.confidence,
    tool: item.tool,
    handoff: item.handoff,
    metrics: reported(item.metrics),
    spanIds: item.spanIds,
  };
}

/** A verdict, tag or outcome with its place in the session. */
export function toTimelineEvaluation(evaluation: Evaluation, startNs: bigint): TimelineEvaluation {
  return {
    id: evaluation.id,
    kind: evaluation.kind,
    atMs: toPositionMs(evaluation.timeNs, startNs),
    name: evaluation.name,
    verdict: evaluation.verdict,
    reasoning: evaluation.reasoning,
  };
}

/** What was not reported is not there: not zero, not undefined. */
function reported(metrics: TurnMetrics): Record<string, number> {
  return Object.fromEntries(
    Object.entries(metrics).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}
