import type { Attributes, AttributeValue } from "./attributes";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal";

/** One application log record of a session; chat history and evaluation records are not logs (they become items). */
export interface LogRecord {
  /** Stable: derived from time, logger, body and attributes, so a batch sent twice gives the same id. "" in records that a digest is made of. */
  id: string;
  timeNs: bigint;
  level: LogLevel;
  logger: string;
  message: string;
  /** The record is an event of that name (OpenTelemetry's word for it), and may have no body. */
  eventName?: string;
  /** The body as sent, when it was not a plain string. */
  body: AttributeValue;
  /** Under normalised names (`lk.x`, never `lk.pii.x`); values as sent. */
  attributes: Attributes;
  /** The attributes under the names that the sender used. */
  sentAttributes?: Attributes;
  traceId: string | null;
  spanId: string | null;
  resource: Attributes;
  receivedAt: Date;
}
