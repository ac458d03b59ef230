import type { LogRecord } from "./logs";
import type { MetricPoint } from "./metrics";
import type { SessionConsent } from "./privacy";
import type { Recording } from "./recordings";
import type { Participant, SessionFacts } from "./sessions";
import type { Span } from "./spans";
import type { ConnectionMoment } from "./states";
import type { ChatItem, Evaluation } from "./turns";

/** A sent record that has no meaning for us, with the reason; it never takes its batch down. */
export interface Rejected {
  index: number;
  reason: string;
}

/** How much of one session is read at once: bytes as they are when inflated, and records. */
export interface ReadBounds {
  bytes: number;
  records: number;
}

/**
 * What other senders' records say of their session's name: 1 they name it (`session.id`), 2 they name only a conversation, 3 it
 * is a trace that nothing names yet. By the traces that its records are of, records that came elsewhere are found.
 */
export interface SessionNaming {
  rank: 1 | 2 | 3;
  traceIds: string[];
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
  connection: ConnectionMoment[];
  metrics: MetricPoint[];
  recording: Recording | null;
  /** Of other senders than LiveKit's; absent for a job or a room. */
  naming?: SessionNaming;
  /** What the agent asked to record, what the project allowed, what is stored. */
  consent?: SessionConsent;
  /** When it came out of a zip; absent for what senders sent here. */
  importedAt?: Date;
  /** Plain words for what is not there and why. */
  missing: string[];
  rejected: Rejected[];
}
