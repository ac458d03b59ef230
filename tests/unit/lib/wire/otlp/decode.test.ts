import { describe, expect, it } from "vitest";
import { decodeLogsJson } from "@/lib/wire/otlp/decode-json";
import { decodeLogs } from "@/lib/wire/otlp/decode-logs";
import { decodeMetrics } from "@/lib/wire/otlp/decode-metrics";
import { decodeTraces } from "@/lib/wire/otlp/decode-traces";
import type { SentLog } from "@/lib/wire/otlp/records";
import { type CapturedRequest, captured, type Decoded } from "../captures";

const DECODED_CAPTURES = ["python-clinic", "python-realtime", "node-clinic"];

function decodeAnyLogs(request: CapturedRequest): SentLog[] {
  return request.headers["content-type"] === "application/json"
    ? decodeLogsJson(request.body.toString())
    : decodeLogs(request.body);
}

describe("decoding what the SDKs sent", () => {
  // Counts: API.md's table, worked out by hand from the captures.
  it.each([
    ["python-clinic", 174],
    ["python-realtime", 43],
    ["node-clinic", 139],
    ["python-trouble", 100],
    ["python-1.3.12-clinic", 158],
    ["python-partial-no-audio-no-logs", 58],
  ])("finds every unique span of %s: %i", (capture, count) => {
    const spans = captured(capture, "/traces/").flatMap((request) => decodeTraces(request.body));
    expect(new Set(spans.map((span) => span.traceId + span.spanId)).size).toBe(count);
  });

  it.each(DECODED_CAPTURES)("reads the spans of %s as Python's opentelemetry-proto does", (capture) => {
    for (const request of captured(capture, "/traces/")) {
      expect(decodeTraces(request.body).map(spanAsOracle)).toEqual(oracleSpans(request.decoded?.otlp as Decoded));
    }
  });

  it.each(DECODED_CAPTURES)("reads the logs of %s as Python's opentelemetry-proto does", (capture) => {
    for (const request of captured(capture, "/logs/")) {
      expect(decodeAnyLogs(request).map(logAsOracle)).toEqual(oracleLogs(request.decoded?.otlp as Decoded));
    }
  });

  it.each(DECODED_CAPTURES)("reads the datapoints of %s as Python's opentelemetry-proto does", (capture) => {
    for (const request of captured(capture, "/metrics/")) {
      const points = decodeMetrics(request.body).map(
        ({ name, kind, startNs, timeNs, value, histogram, attributes, resource }) => ({
          name,
          kind,
          startNs: String(startNs),
          timeNs: String(timeNs),
          value,
          histogram,
          attributes,
          resource: resource.attributes,
        }),
      );
      expect(points).toEqual(oraclePoints(request.decoded?.otlp as Decoded));
    }
  });
});

function spanAsOracle(span: ReturnType<typeof decodeTraces>[number]) {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: ["SPAN_KIND_UNSPECIFIED", "SPAN_KIND_INTERNAL", "SPAN_KIND_SERVER", "SPAN_KIND_CLIENT"][span.kind],
    startNs: String(span.startNs),
    endNs: String(span.endNs),
    attributes: span.attributes,
    events: span.events.map(({ name, timeNs, attributes }) => ({ name, timeNs: String(timeNs), attributes })),
    status: [["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"][span.statusCode], span.statusMessage],
    resource: span.resource.attributes,
    scope: [span.scope.name, span.scope.attributes],
  };
}

function oracleSpans(otlp: Decoded): unknown {
  return otlp.resourceSpans?.flatMap((group: Decoded) =>
    group.scopeSpans?.flatMap((scopeGroup: Decoded) =>
      scopeGroup.spans?.map((span: Decoded) => ({
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId ?? "",
        name: span.name,
        kind: span.kind,
        startNs: span.startTimeUnixNano,
        endNs: span.endTimeUnixNano,
        attributes: span.attributes ?? {},
        events: (span.events ?? []).map((event: Decoded) => ({
          name: event.name,
          timeNs: event.timeUnixNano,
          attributes: event.attributes ?? {},
        })),
        status: [span.status?.code ?? "STATUS_CODE_UNSET", span.status?.message ?? ""],
        resource: group.resource?.attributes,
        scope: [scopeGroup.scope?.name, scopeGroup.scope?.attributes ?? {}],
      })),
    ),
  );
}

const SEVERITY_NAMES: Record<string, number> = {
  SEVERITY_NUMBER_UNSPECIFIED: 0,
  SEVERITY_NUMBER_TRACE: 1,
  SEVERITY_NUMBER_DEBUG: 5,
  SEVERITY_NUMBER_INFO: 9,
  SEVERITY_NUMBER_WARN: 13,
  SEVERITY_NUMBER_ERROR: 17,
  SEVERITY_NUMBER_FATAL: 21,
};

function logAsOracle(log: SentLog) {
  return {
    timeNs: String(log.timeNs),
    observedNs: String(log.observedNs),
    severity: [log.severityNumber, log.severityText],
    body: log.body,
    attributes: log.attributes,
    ids: [log.traceId, log.spanId],
    resource: log.resource.attributes,
    scope: [log.scope.name, log.scope.attributes],
  };
}

function oracleLogs(otlp: Decoded): unknown {
  return otlp.resourceLogs?.flatMap((group: Decoded) =>
    group.scopeLogs?.flatMap((scopeGroup: Decoded) =>
      scopeGroup.logRecords?.map((log: Decoded) => ({
        timeNs: log.timeUnixNano ?? "0",
        observedNs: log.observedTimeUnixNano ?? "0",
        severity: [SEVERITY_NAMES[String(log.severityNumber)] ?? log.severityNumber ?? 0, log.severityText ?? ""],
        body: log.body ?? null,
        attributes: log.attributes ?? {},
        ids: [log.traceId ?? "", log.spanId ?? ""],
        resource: group.resource?.attributes,
        scope: [scopeGroup.scope?.name ?? "", scopeGroup.scope?.attributes ?? {}],
      })),
    ),
  );
}

function oraclePoints(otlp: Decoded): unknown {
  return otlp.resourceMetrics?.flatMap((group: Decoded) =>
    group.scopeMetrics?.flatMap((scopeGroup: Decoded) =>
      scopeGroup.metrics?.flatMap((metric: Decoded) =>
        ["gauge", "sum", "histogram"].flatMap((kind) =>
          (metric[kind]?.dataPoints ?? []).map((point: Decoded) => ({
            name: metric.name,
            kind,
            startNs: point.startTimeUnixNano ?? "0",
            timeNs: point.timeUnixNano,
            value: kind === "histogram" ? null : (point.asDouble ?? Number(point.asInt)),
            histogram:
              kind === "histogram"
                ? {
                    count: Number(point.count),
                    sum: point.sum ?? null,
                    min: point.min ?? null,
                    max: point.max ?? null,
                  }
                : null,
            attributes: point.attributes ?? {},
            resource: group.resource?.attributes,
          })),
        ),
      ),
    ),
  );
}
