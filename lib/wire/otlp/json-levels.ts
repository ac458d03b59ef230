import type { OtlpSignal } from "./skim";

/** Where an export request in JSON holds its resources, scopes and records. Source: opentelemetry-proto, JSON names. */
export const LEVELS: Record<OtlpSignal, [string, string, string]> = {
  traces: ["resourceSpans", "scopeSpans", "spans"],
  logs: ["resourceLogs", "scopeLogs", "logRecords"],
  metrics: ["resourceMetrics", "scopeMetrics", "metrics"],
};

/** The kinds of data of a metric; each holds `dataPoints`. */
export const METRIC_KINDS = ["gauge", "sum", "histogram", "exponentialHistogram", "summary"] as const;
