import { AppError } from "@/lib/errors";
import type { SessionClues } from "./session-key";

export type OtlpSignal = "traces" | "logs" | "metrics";
export type OtlpEncoding = "protobuf" | "json";

/** What a skim learns of one span, log record or datapoint: enough to find its session, nothing more. */
export interface SkimmedRecord {
  /** Place in the request, from 0. */
  index: number;
  /** Own attributes, scope's, resource's. Scope and resource are shared and may be filled in later than the record. */
  clues: readonly SessionClues[];
  /** Lower-case hex, "" when absent. Seldom asked for, so protobuf makes it when it is. */
  readonly traceId: string;
  /** Its session is over, see `endsLiveKitSession`. */
  endsSession: boolean;
  /** A closed span without parent: ends a session that is known by its trace id only. */
  closesTrace: boolean;
  /** Why the record cannot be taken; null when it can. */
  fault: string | null;
}

/** A skimmed request, and how to write the records that `keeps` chooses as a request of their own. */
export interface SkimmedRequest {
  records: SkimmedRecord[];
  encode(keeps: (record: SkimmedRecord) => boolean): Uint8Array;
}

/** The SDKs' log record at the end of a session. Source: LiveKit Agents, `voice/report.py`, `telemetry/traces.ts`. */
export const SESSION_REPORT_BODY = "session report";

/**
 * Whether a closed span without parent ends its session. Python >= 1.8.2 sends `job_entrypoint` as root (with
 * `agent_session` below), older Python sends `agent_session` as root; Node's root is never flushed, its session ends with the
 * report. A root still open (end 0) ends nothing.
 */
export function endsLiveKitSession(spanName: string, isClosedRoot: boolean): boolean {
  return isClosedRoot && (spanName === "job_entrypoint" || spanName === "agent_session");
}

/**
 * What makes a span unusable wherever it comes from; null when it is usable.
 * Units: Unix nanoseconds as numbers, rounded to 256 ns alike, which keeps their order.
 */
export function spanFault(hasTraceId: boolean, hasSpanId: boolean, start: number, end: number): string | null {
  if (!hasTraceId) return "The trace id is not 16 bytes, or is all zero.";
  if (!hasSpanId) return "The span id is not 8 bytes, or is all zero.";
  if (start === 0) return "The span has no start time.";
  if (end !== 0 && end < start) return "The span ends before it starts.";
  return null;
}

/** Counts records, and groups, which cost memory even when they hold none. Errors: AppError `too-large` beyond `recordsMax`. */
export function recordCounter(recordsMax: number): () => void {
  let count = 0;
  return () => {
    count += 1;
    if (count > recordsMax) throw new AppError("too-large", `The request holds more than ${recordsMax} records.`);
  };
}
