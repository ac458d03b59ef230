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
  closeReason: string | null;
  lastReceivedMs: number;
  nowMs: number;
  idleMs: number;
}

/**
 * `live` until the agent says that it ended (report, recording or closed root span) or falls silent; `failed` when it closed by an
 * error, when its entrypoint raised, or when it fell silent without a word of its end: before a conversation began, or in
 * the middle of one although this SDK always tells; `ended` otherwise. Node never sends its root span (trap T1), and without logs
 * and transcript it sends no report either, so a silent end of Node with no logs is `ended`.
 */
export function toStatus(signs: StatusSigns): SessionStatus {
  const root = rootOf(signs);
  const rootIsClosed = root !== undefined && root.endNs !== null;
  const saidItsEnd = signs.hasReport || signs.hasRecording || rootIsClosed;
  if (!saidItsEnd && signs.nowMs - signs.lastReceivedMs < signs.idleMs) return "live";
  if (signs.closeReason === "error") return "failed";
  if (rootIsClosed && root.status === "error") return "failed";
  if (saidItsEnd || !isLiveKit(signs.sessionId)) return "ended";
  return signs.isNode && !signs.hasLogs ? "ended" : "failed";
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
