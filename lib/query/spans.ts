import type { Span } from "@/lib/model/spans";
import type { TimelineSpan } from "@/lib/model/timeline";
import { toSpanSummary } from "@/lib/normalise/span-summary";
import { toPositionMs } from "./positions";

/** A span as the timeline draws it: without its attributes, which can be long; `record.ts` has them. */
export function toTimelineSpan(span: Span, startNs: bigint): TimelineSpan {
  return {
    id: span.spanId,
    traceId: span.traceId,
    parentId: span.parentSpanId,
    name: span.name,
    startMs: toPositionMs(span.startNs, startNs),
    durationMs: span.endNs === null ? null : toPositionMs(span.endNs, span.startNs),
    status: span.status,
    isError: span.isError,
    attributesCount: Object.keys(span.attributes).length,
    summary: toSpanSummary(span),
  };
}
