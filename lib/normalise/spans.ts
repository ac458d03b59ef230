import type { Rejected } from "@/lib/model/records";
import type { Span, SpanEvent, SpanStatus } from "@/lib/model/spans";
import type { SentEvent, SentSpan } from "@/lib/wire/otlp/records";
import { toAttributes } from "./attributes";
import type { Received } from "./entries";
import { compareNs } from "./instants";

/** Attribute names that this file understands. Source: PROTOCOL §6.2 (py `telemetry/trace_types.py`). */
const TOOL_IS_ERROR = "lk.function_tool.is_error";

/** OTLP status codes in order. Source: opentelemetry-proto, trace.proto, message Status. */
const STATUSES: readonly SpanStatus[] = ["unset", "ok", "error"];

/**
 * Turns sent spans into ours: one per (trace, span), the fullest copy; ordered by (start, span id). A span may be sent twice,
 * first open, then closed, or again after an answer that the sender did not hear.
 * Units: Unix nanoseconds; an end of 0 means still open.
 * Errors: none thrown; a span without ids, or that ends before it starts, is in `rejected`.
 * Source: opentelemetry-proto, trace.proto, message Span; PROTOCOL §2, §6.
 */
export function toSpans(sent: readonly Received<SentSpan>[]): { spans: Span[]; rejected: Rejected[] } {
  const best = new Map<string, Received<SentSpan>>();
  const rejected: Rejected[] = [];
  const firstTraceId = sent[0]?.sent.traceId;
  for (const [index, copy] of sent.entries()) {
    const { traceId, spanId, name, startNs, endNs } = copy.sent;
    if (spanId === "" || traceId === "") rejected.push({ index, reason: `span "${name}" names no trace or span id` });
    else if (endNs !== 0n && endNs < startNs) {
      rejected.push({ index, reason: `span "${name}" (${spanId}) ends before it starts` });
    } else {
      // A session is nearly always one trace: then the span's id is key enough, and no text is put together for each.
      const key = traceId === firstTraceId ? spanId : traceId + spanId;
      const other = best.get(key);
      if (other === undefined || isFuller(copy.sent, other.sent)) best.set(key, copy);
    }
  }
  const spans: Span[] = [];
  for (const copy of best.values()) spans.push(toSpan(copy));
  spans.sort((a, b) => compareNs(a.startNs, b.startNs) || (a.spanId < b.spanId ? -1 : a.spanId > b.spanId ? 1 : 0));
  return { spans, rejected };
}

/** Closed beats open, a later end an earlier one, more said less; of equal copies the first that came stays. */
function isFuller(a: SentSpan, b: SentSpan): boolean {
  if (a.endNs !== b.endNs) return a.endNs > b.endNs;
  return sizeOf(a) > sizeOf(b);
}

function sizeOf(span: SentSpan): number {
  return Object.keys(span.attributes).length + span.events.length;
}

function toEvent(sent: SentEvent): SpanEvent {
  const attributes = toAttributes(sent.attributes);
  return attributes === sent.attributes ? sent : { ...sent, attributes, sentAttributes: sent.attributes };
}

function toSpan({ sent, receivedAt }: Received<SentSpan>): Span {
  const status = STATUSES[sent.statusCode] ?? "unset";
  const attributes = toAttributes(sent.attributes);
  return {
    spanId: sent.spanId,
    traceId: sent.traceId,
    parentSpanId: sent.parentSpanId === "" ? null : sent.parentSpanId,
    name: sent.name,
    startNs: sent.startNs,
    endNs: sent.endNs === 0n ? null : sent.endNs,
    status,
    statusMessage: sent.statusMessage,
    isError: status === "error" || attributes[TOOL_IS_ERROR] === true,
    attributes,
    sentAttributes: sent.attributes,
    events: sent.events.map(toEvent),
    links: sent.links,
    resource: sent.resource.attributes,
    scopeName: sent.scope.name,
    receivedAt,
  };
}
