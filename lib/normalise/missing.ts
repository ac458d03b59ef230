import type { SessionStatus } from "@/lib/model/sessions";
import type { Span } from "@/lib/model/spans";
import type { SessionReport } from "./report";
import { isLiveKit } from "./status";

/** What is known of what a session should hold and does. */
export interface MissingSigns {
  sessionId: string;
  status: SessionStatus;
  report: SessionReport;
  spans: readonly Span[];
  logCount: number;
  itemCount: number;
  /** The conversation was put together from spans (`live-turns.ts`). */
  isProvisional: boolean;
  hasUpload: boolean;
  hasAudio: boolean;
  isNode: boolean;
}

/**
 * Says in plain words what a session lacks, and why as far as it is known. Empty when all is there.
 * Source: PROTOCOL §1.2 (what the record option leaves out), traps T1 and T5.
 */
export function toMissing(signs: MissingSigns): string[] {
  const { status, report, sessionId } = signs;
  const missing: string[] = [];
  if (isLiveKit(sessionId)) {
    missing.push(...silence(signs));
    missing.push(...transcript(signs));
    missing.push(...audio(signs));
    missing.push(...logsAndSpans(signs));
  }
  const orphanCount = countOrphans(signs.spans);
  if (orphanCount > 0) missing.push(orphans(orphanCount, signs.isNode, status));
  if (report.recordingOptions.redaction === true) {
    missing.push("Redaction is on: the agent left texts out of spans and logs. Transcript and audio came whole.");
  }
  return missing;
}

function silence({ status, report, hasUpload }: MissingSigns): string[] {
  if (status !== "failed" || report.hasReport || hasUpload || report.closeReason !== null) return [];
  return ["The agent never said that this session ended: its process stopped, or lost its connection to this server."];
}

function transcript({ status, report, itemCount, isProvisional }: MissingSigns): string[] {
  if (report.recordingOptions.transcript === false) {
    const rest = isProvisional && itemCount > 0 ? " What is shown was put together from its spans." : "";
    return [`No transcript: the agent recorded without transcript.${rest}`];
  }
  if (status === "live") {
    return ["The session is live: its transcript is put together from spans until the agent sends the final one."];
  }
  if (!isProvisional) return [];
  if (itemCount === 0) return ["No transcript: the agent sent none."];
  return ["The agent sent no final transcript: what is shown was put together from its spans."];
}

function audio({ status, report, hasUpload, hasAudio }: MissingSigns): string[] {
  if (hasAudio) return [];
  if (report.recordingOptions.audio === false) return ["No audio: the agent recorded without audio."];
  if (hasUpload) return ["No audio: the agent's upload held none (text-only, or the file could not be read)."];
  if (status === "live") return ["No audio yet: the agent uploads the recording when the session ends."];
  return ["No audio: the agent's recording has not arrived."];
}

function logsAndSpans({ report, logCount, spans }: MissingSigns): string[] {
  const missing: string[] = [];
  if (logCount === 0 && report.recordingOptions.logs === false) {
    missing.push("No logs: the agent recorded without logs.");
  }
  if (spans.length === 0) {
    const reason = report.recordingOptions.traces === false ? "the agent recorded without traces" : "none arrived";
    missing.push(`No spans: ${reason}.`);
  }
  return missing;
}

function countOrphans(spans: readonly Span[]): number {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  return spans.filter(({ parentSpanId }) => parentSpanId !== null && !ids.has(parentSpanId)).length;
}

function orphans(count: number, isNode: boolean, status: SessionStatus): string {
  const words = count === 1 ? "1 span has no parent" : `${count} spans have no parent`;
  if (status === "live") return `${words} yet: parents are sent when they end.`;
  if (isNode) return `${words}: the Node SDK ends before it sends its last spans, among them the session's own.`;
  return `${words}: the span above was never sent.`;
}
