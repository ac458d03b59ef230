import { AppError } from "@/lib/errors";
import { METRIC_KINDS } from "./json-levels";
import {
  anyValueOf,
  attributesOf,
  enumOf,
  idOf,
  isObject,
  type JsonObject,
  listOf,
  nsOf,
  numberOf,
  objectOf,
  textOfJson,
} from "./json-values";
import { CUMULATIVE } from "./metric-layouts";
import type {
  RejectedRecord,
  SentEvent,
  SentLink,
  SentLog,
  SentMetricPoint,
  SentResource,
  SentScope,
  SentSpan,
} from "./records";

const SPAN_KINDS: Record<string, number> = {
  SPAN_KIND_INTERNAL: 1,
  SPAN_KIND_SERVER: 2,
  SPAN_KIND_CLIENT: 3,
  SPAN_KIND_PRODUCER: 4,
  SPAN_KIND_CONSUMER: 5,
};
const STATUS_CODES: Record<string, number> = { STATUS_CODE_OK: 1, STATUS_CODE_ERROR: 2 };
const TEMPORALITIES: Record<string, number> = { AGGREGATION_TEMPORALITY_CUMULATIVE: CUMULATIVE };
const SEVERITIES: Record<string, number> = Object.fromEntries(
  ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"].flatMap((name, level) =>
    ["", "2", "3", "4"].map((step, offset) => [`SEVERITY_NUMBER_${name}${step}`, level * 4 + offset + 1]),
  ),
);

/**
 * Decodes OTLP/JSON traces into the same records as the protobuf decoder.
 * Units: Unix nanoseconds; ids in lower-case hex (OTLP's own rule, against protojson's base64), "" when absent.
 * Errors: AppError `invalid` when the text is not a JSON object; a record that is not an object is left
 * out and named in `rejected`, if given.
 * Source: OpenTelemetry protocol, "JSON Protobuf Encoding".
 */
export function decodeTracesJson(text: string, rejected: RejectedRecord[] = []): SentSpan[] {
  return mapRecords(text, rejected, ["resourceSpans", "scopeSpans", "spans"], (span, resource, scope) => [
    {
      traceId: idOf(span.traceId),
      spanId: idOf(span.spanId),
      parentSpanId: idOf(span.parentSpanId),
      name: textOfJson(span.name),
      kind: enumOf(span.kind, SPAN_KINDS),
      startNs: nsOf(span.startTimeUnixNano),
      endNs: nsOf(span.endTimeUnixNano),
      attributes: attributesOf(span.attributes),
      events: listOf(span.events).map(toEvent),
      ...(listOf(span.links).length === 0 ? {} : { links: listOf(span.links).map(toLink) }),
      statusCode: enumOf(objectOf(span.status).code, STATUS_CODES),
      statusMessage: textOfJson(objectOf(span.status).message),
      resource,
      scope,
    },
  ]);
}

/**
 * Decodes OTLP/JSON logs, Node's not quite canonical ones too (empty ids, severity 0, whole doubles as `intValue`).
 * Units, errors and source: as `decodeTracesJson`.
 */
export function decodeLogsJson(text: string, rejected: RejectedRecord[] = []): SentLog[] {
  return mapRecords(text, rejected, ["resourceLogs", "scopeLogs", "logRecords"], (log, resource, scope) => [
    {
      timeNs: nsOf(log.timeUnixNano),
      observedNs: nsOf(log.observedTimeUnixNano),
      severityNumber: enumOf(log.severityNumber, SEVERITIES),
      severityText: textOfJson(log.severityText),
      ...(textOfJson(log.eventName) === "" ? {} : { eventName: textOfJson(log.eventName) }),
      body: anyValueOf(log.body),
      attributes: attributesOf(log.attributes),
      traceId: idOf(log.traceId),
      spanId: idOf(log.spanId),
      resource,
      scope,
    },
  ]);
}

/** Decodes OTLP/JSON metrics, one record per datapoint. Units, errors and source: as `decodeTracesJson`. */
export function decodeMetricsJson(text: string, rejected: RejectedRecord[] = []): SentMetricPoint[] {
  return mapRecords(text, rejected, ["resourceMetrics", "scopeMetrics", "metrics"], (metric, resource, scope) =>
    METRIC_KINDS.flatMap((kind) =>
      listOf(objectOf(metric[kind]).dataPoints).map((point) => ({
        ...toPoint(metric, kind, objectOf(point)),
        resource,
        scope,
      })),
    ),
  );
}

/**
 * Parses the body of an export request.
 * Errors: AppError `invalid` when it is not a JSON object.
 */
export function parseExport(text: string): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new AppError("invalid", `The body is not JSON: ${cause instanceof Error ? cause.message : cause}.`, {
      cause,
    });
  }
  if (!isObject(parsed)) {
    throw new AppError("invalid", "The body is JSON but not an OTLP export request, which is an object.");
  }
  return parsed;
}

function mapRecords<T>(
  text: string,
  rejected: RejectedRecord[],
  [groups, scopeGroups, records]: [string, string, string],
  toRecords: (record: JsonObject, resource: SentResource, scope: SentScope) => T[],
): T[] {
  let index = 0;
  return listOf(parseExport(text)[groups]).flatMap((group) => {
    const resource = { attributes: attributesOf(objectOf(objectOf(group).resource).attributes) };
    return listOf(objectOf(group)[scopeGroups]).flatMap((scopeGroup) => {
      const sent = objectOf(objectOf(scopeGroup).scope);
      const scope = {
        name: textOfJson(sent.name),
        version: textOfJson(sent.version),
        attributes: attributesOf(sent.attributes),
      };
      return listOf(objectOf(scopeGroup)[records]).flatMap((record) => {
        const at = index++;
        if (isObject(record)) return toRecords(record, resource, scope);
        rejected.push({ index: at, reason: "The record is not an object." });
        return [];
      });
    });
  });
}

function toLink(value: unknown): SentLink {
  const link = objectOf(value);
  return { traceId: idOf(link.traceId), spanId: idOf(link.spanId), attributes: attributesOf(link.attributes) };
}

function toEvent(value: unknown): SentEvent {
  const event = objectOf(value);
  return { name: textOfJson(event.name), timeNs: nsOf(event.timeUnixNano), attributes: attributesOf(event.attributes) };
}

/** A datapoint without the resource and scope that it stands in. */
function toPoint(
  metric: JsonObject,
  kind: (typeof METRIC_KINDS)[number],
  point: JsonObject,
): Omit<SentMetricPoint, "resource" | "scope"> {
  const isNumber = kind === "gauge" || kind === "sum";
  const { count, sum, min, max } = point;
  return {
    name: textOfJson(metric.name),
    unit: textOfJson(metric.unit),
    kind: isNumber || kind === "histogram" ? kind : "other",
    isCumulative: enumOf(objectOf(metric[kind]).aggregationTemporality, TEMPORALITIES) === CUMULATIVE,
    startNs: nsOf(point.startTimeUnixNano),
    timeNs: nsOf(point.timeUnixNano),
    value: isNumber ? (numberOf(point.asDouble) ?? numberOf(point.asInt)) : null,
    histogram: isNumber
      ? null
      : { count: numberOf(count) ?? 0, sum: numberOf(sum), min: numberOf(min), max: numberOf(max) },
    attributes: attributesOf(point.attributes),
  };
}
