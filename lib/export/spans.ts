import type { Attributes, AttributeValue } from "@/lib/model/attributes";
import type { Span, SpanLink } from "@/lib/model/spans";

const STATUS_CODES: Record<Span["status"], number> = { unset: 0, ok: 1, error: 2 };

/**
 * A session's spans as an OTLP/JSON trace export, piece by piece: any OpenTelemetry tool can read the file. Attributes
 * under the names that the sender used; spans of one resource and scope stand together.
 * Source: opentelemetry-proto 1.x, trace.proto; OTLP specification, "JSON Protobuf Encoding".
 */
export function* exportSpans(spans: readonly Span[]): Generator<string> {
  let separator = "";
  yield '{"resourceSpans":[';
  for (const group of groupsOf(spans)) {
    const [first] = group;
    if (!first) continue;
    const resource = JSON.stringify({ attributes: toKeyValues(first.resource) });
    const scope = JSON.stringify({ name: first.scopeName });
    yield `${separator}{"resource":${resource},"scopeSpans":[{"scope":${scope},"spans":[`;
    separator = ",\n";
    for (const [index, span] of group.entries()) yield `${index > 0 ? ",\n" : "\n"}${JSON.stringify(toOtlp(span))}`;
    yield "\n]}]}";
  }
  yield "]}\n";
}

function groupsOf(spans: readonly Span[]): Span[][] {
  const groups = new Map<string, Span[]>();
  for (const span of spans) {
    const key = JSON.stringify([span.resource, span.scopeName]);
    const group = groups.get(key);
    if (group) group.push(span);
    else groups.set(key, [span]);
  }
  return [...groups.values()];
}

function toOtlp(span: Span): object {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId === null ? {} : { parentSpanId: span.parentSpanId }),
    name: span.name,
    startTimeUnixNano: String(span.startNs),
    // 0 is OTLP's word for "not set": the sender has not closed this span.
    endTimeUnixNano: String(span.endNs ?? 0n),
    attributes: toKeyValues(span.sentAttributes),
    events: span.events.map((event) => ({
      name: event.name,
      timeUnixNano: String(event.timeNs),
      attributes: toKeyValues(event.sentAttributes ?? event.attributes),
    })),
    ...(span.links === undefined ? {} : { links: span.links.map(toLink) }),
    status: { code: STATUS_CODES[span.status], ...(span.statusMessage === "" ? {} : { message: span.statusMessage }) },
  };
}

function toLink({ traceId, spanId, attributes }: SpanLink): object {
  return { traceId, spanId, attributes: toKeyValues(attributes) };
}

function toKeyValues(attributes: Attributes): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: toAnyValue(value) }));
}

function toAnyValue(value: AttributeValue): object {
  if (value === null) return {};
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  // Which of the two the sender used is not kept; readers take whole numbers of either kind (PROTOCOL §6.3).
  if (typeof value === "number") return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(toAnyValue) } };
  return { kvlistValue: { values: toKeyValues(value) } };
}
