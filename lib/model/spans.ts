import type { Attributes } from "./attributes";

export type SpanStatus = "ok" | "error" | "unset";

/** A moment inside a span. Units: Unix nanoseconds. */
export interface SpanEvent {
  name: string;
  timeNs: bigint;
  attributes: Attributes;
  /** Under the names that the sender used, where they are others. */
  sentAttributes?: Attributes;
}

/** Another span that this one is about. Missing ids are "". */
export interface SpanLink {
  traceId: string;
  spanId: string;
  attributes: Attributes;
}

/**
 * One span of a session, born in `normalise/spans.ts`. Attribute names are normalised (`lk.pii.x` is `lk.x`),
 * values are as sent. `endNs` is null while the sender has not closed it.
 */
export interface Span {
  /** 16 hex digits; unique with `traceId`. */
  spanId: string;
  traceId: string;
  parentSpanId: string | null;
  name: string;
  startNs: bigint;
  endNs: bigint | null;
  status: SpanStatus;
  statusMessage: string;
  /** Status error, or a tool that failed (`lk.function_tool.is_error`: its status stays OK, trap T9). */
  isError: boolean;
  attributes: Attributes;
  /** The attributes under the names that the sender used. */
  sentAttributes: Attributes;
  events: SpanEvent[];
  /** Missing where there are none. */
  links?: SpanLink[];
  resource: Attributes;
  scopeName: string;
  receivedAt: Date;
}
