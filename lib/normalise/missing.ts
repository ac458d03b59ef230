import type { SessionConsent } from "@/lib/model/privacy";
import type { SessionStatus } from "@/lib/model/sessions";
import type { Span } from "@/lib/model/spans";
import { toConsentWords } from "./consent";
import type { SessionReport } from "./report";
import { isLiveKit } from "./status";

/** Where the shown transcript comes from, best first. Source: PROTOCOL §5.2. */
export type TranscriptSource = "upload" | "logs" | "spans";

/** What is known of what a session should hold and does. */
export interface MissingSigns {
  sessionId: string;
  status: SessionStatus;
  report: SessionReport;
  spans: readonly Span[];
  logCount: number;
  /** Spans and logs whose time lies where the session cannot have happened (`clocks.ts`). */
  farCount: number;
  itemCount: number;
  transcript: TranscriptSource;
  hasUpload: boolean;
  hasAudio: boolean;
  isNode: boolean;
  /** What the project allowed: where it did not, nothing else needs to be said. */
  consent: SessionConsent;
}

/** The span around a session: of Node it comes only where the job goes on for a while after it (trap T1). Source: PROTOCOL §6. */
const SESSION = "agent_session";

/** Attributes of a realtime model's answer, and of what was heard in a turn. Source: PROTOCOL §6.2. */
const REALTIME_METRICS = "lk.realtime_model_metrics";
const HEARD = "lk.user_transcript";

/** Attribute of every record of an agent that leaves texts out. Source: PROTOCOL §1.2. */
const REDACTION = "lk.redaction.enabled";

/**
 * Says in plain words what a session lacks, and why as far as it is known. Empty when all is there.
 * Source: PROTOCOL §1.2 (what the record option leaves out), traps T1 and T5.
 */
export function toMissing(signs: MissingSigns): string[] {
  const { status, sessionId } = signs;
  const missing: string[] = [];
  if (isLiveKit(sessionId)) {
    missing.push(...silence(signs));
    if (isAllowed(signs, "transcript")) missing.push(...transcript(signs));
    if (isAllowed(signs, "audio")) missing.push(...audio(signs));
    missing.push(...logsAndSpans(signs));
  }
  missing.push(...toConsentWords(signs.consent));
  const orphanCount = countOrphans(signs.spans);
  const isCut = signs.isNode && !signs.spans.some(({ name }) => name === SESSION);
  if (orphanCount > 0) missing.push(orphans(orphanCount, isCut, status));
  if (signs.farCount > 0) {
    const records = signs.farCount === 1 ? "1 record has a time" : `${signs.farCount} records have times`;
    missing.push(`${records} far from when it came: the sender's clock was off, and the time is shown as it was sent.`);
  }
  if (signs.consent.redaction.asked) {
    const isWhole = signs.hasUpload && signs.consent.redaction.handling === "keep";
    const rest = isWhole ? " Transcript and audio came whole." : "";
    missing.push(`Redaction is on: the agent left texts out of spans and logs.${rest}`);
  }
  return missing;
}

/** Whether the agent asks for redaction, by its report, its upload or its spans. */
export function asksForRedaction(report: SessionReport, spans: readonly Span[]): boolean {
  return report.recordingOptions.redaction === true || spans.some(({ attributes }) => attributes[REDACTION] === true);
}

/** Neither the project's switch nor the agent's wish for redaction kept the signal away. */
function isAllowed({ consent, transcript: source, hasAudio }: MissingSigns, name: "transcript" | "audio"): boolean {
  if (consent[name].allowed === "no") return false;
  if (consent.redaction.handling !== "drop") return true;
  return name === "audio" ? hasAudio : source !== "spans";
}

function silence({ status, report, hasUpload }: MissingSigns): string[] {
  if (status !== "failed" || report.hasReport || hasUpload || report.closeReason !== null) return [];
  return ["The agent never said that this session ended: its process stopped, or lost its connection to this server."];
}

function transcript({ status, report, itemCount, spans, transcript: source }: MissingSigns): string[] {
  if (report.recordingOptions.transcript === false) {
    const rest = source === "spans" && itemCount > 0 ? " What is shown was put together from its spans." : "";
    return [`No transcript: the agent recorded without transcript.${rest}`];
  }
  if (status === "live") {
    const words = "The session is live: its transcript is put together from spans until the agent sends the final one.";
    return [words, ...callersWords(spans, source)];
  }
  if (source === "upload") return [];
  if (source === "logs") {
    return [
      "The transcript is the logs' copy and may lack its end: the agent's upload, which holds all, has not arrived.",
    ];
  }
  if (itemCount === 0) return ["No transcript: the agent sent none."];
  const words = "The agent sent no final transcript: what is shown was put together from its spans.";
  return [words, ...callersWords(spans, source)];
}

/** Who speaks to a realtime model has no turn with words among the spans. Source: PROTOCOL §6; seen from Python 1.4.6, 1.7.1 and 1.8.9. */
function callersWords(spans: readonly Span[], source: TranscriptSource): string[] {
  const isRealtime = source === "spans" && spans.some(({ attributes }) => attributes[REALTIME_METRICS] !== undefined);
  if (!isRealtime || spans.some(({ attributes }) => attributes[HEARD] !== undefined)) return [];
  return ["What the caller said is not among them: the spans of realtime models do not tell it."];
}

function audio({ status, report, hasUpload, hasAudio }: MissingSigns): string[] {
  if (hasAudio) return [];
  if (report.recordingOptions.audio === false) return ["No audio: the agent recorded without audio."];
  if (hasUpload) return ["No audio: the agent's upload held none (text-only, or the file could not be read)."];
  if (status === "live") return ["No audio yet: the agent uploads the recording when the session ends."];
  return ["No audio: the agent's recording has not arrived."];
}

function logsAndSpans({ status, report, logCount, spans, hasUpload, consent }: MissingSigns): string[] {
  const missing: string[] = [];
  if (consent.logs.allowed === "no") {
    // Said with the other signals that the project does not keep.
  } else if (report.recordingOptions.logs === false) {
    if (logCount === 0) missing.push("No logs: the agent recorded without logs.");
  } else if (logCount === 0) {
    if (status !== "live") missing.push("No logs: none arrived.");
  } else if (hasUpload && !report.hasReport) {
    missing.push(
      "The last logs and evaluations have not arrived: the agent's report of the session is not among its logs.",
    );
  }
  if (spans.length === 0 && consent.traces.allowed !== "no") {
    const reason = report.recordingOptions.traces === false ? "the agent recorded without traces" : "none arrived";
    missing.push(`No spans: ${reason}.`);
  }
  return missing;
}

function countOrphans(spans: readonly Span[]): number {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  return spans.filter(({ parentSpanId }) => parentSpanId !== null && !ids.has(parentSpanId)).length;
}

function orphans(count: number, isCut: boolean, status: SessionStatus): string {
  const words = count === 1 ? "1 span has no parent" : `${count} spans have no parent`;
  if (status === "live") return `${words} yet: parents are sent when they end.`;
  if (isCut) return `${words}: the Node SDK ends before it sends its last spans, among them the session's own.`;
  return `${words}: the span above was never sent.`;
}
