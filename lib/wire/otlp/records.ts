/**
 * Telemetry records exactly as the sender shaped them, in plain JavaScript.
 * Units: Unix nanoseconds (`bigint`). Ids: lower-case hex, "" when absent.
 * Source: opentelemetry-proto v1 (trace.proto, logs.proto, metrics.proto, common.proto).
 */
export type SentValue = string | number | boolean | null | SentValue[] | { [key: string]: SentValue };
export type SentAttributes = Record<string, SentValue>;

export interface SentResource {
  attributes: SentAttributes;
}

export interface SentScope {
  name: string;
  version: string;
  attributes: SentAttributes;
}

export interface SentEvent {
  name: string;
  timeNs: bigint;
  attributes: SentAttributes;
}

/** A span that this one is about without being below it. */
export interface SentLink {
  traceId: string;
  spanId: string;
  attributes: SentAttributes;
}

export interface SentSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  kind: number;
  startNs: bigint;
  endNs: bigint;
  attributes: SentAttributes;
  events: SentEvent[];
  /** Missing where there are none, as nearly always. */
  links?: SentLink[];
  /** 0 unset, 1 ok, 2 error. */
  statusCode: number;
  statusMessage: string;
  resource: SentResource;
  scope: SentScope;
}

export interface SentLog {
  timeNs: bigint;
  observedNs: bigint;
  severityNumber: number;
  severityText: string;
  /** Says that the record is an event of that name; missing for plain log lines. */
  eventName?: string;
  body: SentValue;
  attributes: SentAttributes;
  traceId: string;
  spanId: string;
  resource: SentResource;
  scope: SentScope;
}

export interface SentMetricPoint {
  name: string;
  unit: string;
  kind: "gauge" | "sum" | "histogram" | "other";
  /** Counted since `startNs`, so that a later point holds the earlier ones; else (delta, LiveKit's SDKs) it holds what is new. */
  isCumulative: boolean;
  startNs: bigint;
  timeNs: bigint;
  value: number | null;
  histogram: { count: number; sum: number | null; min: number | null; max: number | null } | null;
  attributes: SentAttributes;
  resource: SentResource;
  scope: SentScope;
}

/** A record that could not be taken, by its place in the request (spans, log records or datapoints counted from 0). */
export interface RejectedRecord {
  index: number;
  reason: string;
}
