import type { Span } from "@/lib/model/spans";
import type { TimelineSpan } from "@/lib/model/timeline";
import { toSpanStage } from "@/lib/normalise/span-stage";
import { toSpanSummary } from "@/lib/normalise/span-summary";
import { toPositionMs } from "./positions";
import { cutText } from "./texts";

/** A span as the timeline draws it: without its attributes, which can be long; `record.ts` has them. `charsMax` bounds its words. */
export function toTimelineSpan(span: Span, startNs: bigint, charsMax: number): TimelineSpan {
  return {
    id: span.spanId,
    traceId: span.traceId,
    parentId: span.parentSpanId,
    name: cutText(span.name, charsMax),
    startMs: toPositionMs(span.startNs, startNs),
    durationMs: span.endNs === null ? null : toPositionMs(span.endNs, span.startNs),
    status: span.status,
    isError: span.isError,
    attributesCount: Object.keys(span.attributes).length,
    summary: cutText(toSpanSummary(span), charsMax),
    stage: toSpanStage(span),
  };
}
