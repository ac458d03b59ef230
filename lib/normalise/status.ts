import type { SessionStatus } from "@/lib/model/sessions";
import type { Span } from "@/lib/model/spans";

/** Root spans of LiveKit jobs: `job_entrypoint` (Python >= 1.8.2), `agent_session` (older, Node). Source: PROTOCOL §6. */
const ROOTS = new Set(["job_entrypoint", "agent_session"]);

/** Without news for this long a session counts as over: metrics, where there are any, come every 30 s (PROTOCOL §2.2). */
export const IDLE_MS = 90_000;

/** What tells whether a session is over, and how. */
export interface StatusSigns {
  sessionId: string;
  spans: readonly Span[];
  hasReport: boolean;
  hasRecording: boolean;
  hasLogs: boolean;
  isNode: boolean;
  /** Its worker's output says that it failed, and nothing of the session itself came (`failed-jobs.ts`). */
  isFailedJob: boolean;
  closeReason: string | null;
  lastReceivedMs: number;
  nowMs: number;
  idleMs: number;
}

/**
 * What became of a session.
 * `live`: no word of its end yet (report, recording or closed root span), and news within `idleMs`.
 * `failed`: it closed by an error, or its entrypoint raised; or it crashed as far as we can tell: the agent was at work (spans or logs),
 * then fell silent without a word of its end, although its SDK always says one. That may be before a conversation began.
 * `ended`: all else. So a silent session is `ended`, not `failed`, where nobody could have told us more: other senders have no word for
 * their end; Node never sends its root span (trap T1) and, recording neither logs nor transcript, no report; an agent that
 * records nothing but metrics sends only those.
 * A word that comes late mends it: the next digest says `ended`.
 * Source: PROTOCOL §1.2 (what each record option leaves out), §2.2, §3.
 */
export function toStatus(signs: StatusSigns): SessionStatus {
  if (signs.isFailedJob) return "failed";
  const root = rootOf(signs);
  const rootIsClosed = root !== undefined && root.endNs !== null;
  const saidItsEnd = signs.hasReport || signs.hasRecording || rootIsClosed;
  if (!saidItsEnd && signs.nowMs - signs.lastReceivedMs < signs.idleMs) return "live";
  if (signs.closeReason === "error") return "failed";
  if (rootIsClosed && root.status === "error") return "failed";
  if (saidItsEnd || !isLiveKit(signs.sessionId)) return "ended";
  const couldTell = signs.hasLogs || (signs.spans.length > 0 && !signs.isNode);
  return couldTell ? "failed" : "ended";
}

/** True for jobs and rooms of LiveKit; other OpenTelemetry senders have no report and no end that we could wait for. */
export function isLiveKit(sessionId: string): boolean {
  return sessionId.startsWith("AJ_") || sessionId.startsWith("RM_");
}

function rootOf({ sessionId, spans }: StatusSigns): Span | undefined {
  if (isLiveKit(sessionId)) return spans.find(({ name, parentSpanId }) => parentSpanId === null && ROOTS.has(name));
  // A session that is one trace ends with its root; one of many traces may go on with the next.
  return spans.find(({ traceId, parentSpanId }) => parentSpanId === null && traceId === sessionId);
}
