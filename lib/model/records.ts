import type { LogRecord } from "./logs";
import type { MetricPoint } from "./metrics";
import type { Recording } from "./recordings";
import type { Participant, SessionFacts } from "./sessions";
import type { Span } from "./spans";
import type { ChatItem, Evaluation } from "./turns";

/** A sent record that has no meaning for us, with the reason; it never takes its batch down. */
export interface Rejected {
  index: number;
  reason: string;
}

/**
 * All that one session's journal says, decoded, deduplicated and normalised: what `normalise/sessions.ts` makes and
 * `digest` and `query` read. Spans and logs are ordered by (time, id), items by conversation order.
 */
export interface SessionRecords {
  facts: SessionFacts;
  spans: Span[];
  logs: LogRecord[];
  items: ChatItem[];
  evaluations: Evaluation[];
  participants: Participant[];
  metrics: MetricPoint[];
  recording: Recording | null;
  /** Plain words for what is not there and why. */
  missing: string[];
  rejected: Rejected[];
}
