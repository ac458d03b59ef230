import type { TimelineEvaluation, TimelineItem } from "@/lib/model/timeline";
import type { ChatItem, Evaluation, TurnMetrics } from "@/lib/model/turns";
import { toPositionMs, toPositionMsOrNull } from "./positions";
import { cutText } from "./texts";

/** One entry of the conversation as the timeline lists it; `charsMax` bounds each of its texts. */
export function toTimelineItem(item: ChatItem, startNs: bigint, charsMax: number): TimelineItem {
  const { tool } = item;
  return {
    id: item.id,
    kind: item.kind,
    startMs: toPositionMs(item.startNs, startNs),
    endMs: toPositionMsOrNull(item.endNs, startNs),
    role: item.role,
    text: cutText(item.text, charsMax),
    interrupted: item.interrupted,
    ...(item.falseInterruption === true ? { falseInterruption: true } : {}),
    confidence: item.confidence,
    tool: tool && {
      ...tool,
      name: cutText(tool.name, charsMax),
      arguments: cutText(tool.arguments, charsMax),
      output: tool.output && cutText(tool.output, charsMax),
    },
    handoff: item.handoff,
    metrics: reported(item.metrics),
    spanIds: item.spanIds,
  };
}

/** A verdict, tag or outcome with its place in the session. */
export function toTimelineEvaluation(evaluation: Evaluation, startNs: bigint, charsMax: number): TimelineEvaluation {
  return {
    id: evaluation.id,
    kind: evaluation.kind,
    atMs: toPositionMs(evaluation.timeNs, startNs),
    name: cutText(evaluation.name, charsMax),
    verdict: evaluation.verdict,
    reasoning: evaluation.reasoning && cutText(evaluation.reasoning, charsMax),
  };
}

/** What was not reported is not there: not zero, not undefined. */
function reported(metrics: TurnMetrics): Record<string, number> {
  return Object.fromEntries(
    Object.entries(metrics).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}
