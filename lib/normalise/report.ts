import type { Attributes, AttributeValue } from "@/lib/model/attributes";
import type { SentLog } from "@/lib/wire/otlp/records";
import { lookUp, numberOf, textOf, toObject } from "./attributes";
import type { Received, SentRecording } from "./entries";
import { toInstantNs } from "./instants";

/**
 * Names that this file understands.
 * | `session report` record | `session_summary` of the recording's header |
 * | `session.options`, `session.report_timestamp`, `session.tags`, `agent_name`, `sdk_version`, `usage` |
 *   `options`, `timestamp`, `tags`, `agent_name`, `sdk_version`, `usage`, `close_reason`, `room` |
 * Source: PROTOCOL §4, §5.2 (py `voice/report.py`, `telemetry/traces.py`; js `telemetry/traces.ts`).
 */
const CLOSE_REASON_PREFIX = "cr_";

/** Close reasons of the protocol's enum that the SDKs spell otherwise elsewhere. Source: PROTOCOL §4, §6.2. */
const CLOSE_REASONS: Record<string, string> = { completed: "task_completed" };

/** Which parts of a session the agent recorded; null where no source says. */
export interface RecordingOptions {
  audio: boolean | null;
  traces: boolean | null;
  logs: boolean | null;
  transcript: boolean | null;
  redaction: boolean | null;
}

/** What the agent said of the whole session when it ended. Every value is null when no source says it. */
export interface SessionReport {
  /** A `session report` record came. */
  hasReport: boolean;
  startNs: bigint | null;
  endNs: bigint | null;
  roomName: string | null;
  agentName: string | null;
  sdkVersion: string | null;
  closeReason: string | null;
  tags: string[] | null;
  /** Entries as sent, from the one best source. */
  usage: Attributes[] | null;
  options: unknown;
  recordingOptions: RecordingOptions;
  /** The report's casing or milliseconds give the Node SDK away (trap T2). */
  isNode: boolean;
}

/**
 * Reads the session report: the summary in the recording's header first, the `session report` record after it; the newest of
 * each. Times: Unix nanoseconds; seconds (Python) and milliseconds (Node) are told apart by size.
 * Source: PROTOCOL §3 (best source first), §4, §5.2, §7.
 */
export function toReport(reports: readonly Received<SentLog>[], recording: SentRecording | null): SessionReport {
  const record = reports.at(-1)?.sent ?? null;
  const said = record?.attributes ?? {};
  const summary = toObject(recording?.header.sessionSummary) ?? {};
  const reportedAt = said["session.report_timestamp"];
  const options = said["session.options"] ?? summary.options ?? null;
  return {
    hasReport: record !== null,
    startNs: record !== null && record.timeNs !== 0n ? record.timeNs : null,
    endNs: toInstantNs(reportedAt) ?? toInstantNs(summary.timestamp),
    roomName: textOf(record?.scope.attributes ?? {}, "room") ?? textOf(summary, "room"),
    agentName: textOf(said, "agent_name") ?? textOf(summary, "agent_name"),
    sdkVersion: textOf(said, "sdk_version") ?? textOf(summary, "sdk_version"),
    closeReason: toCloseReason(textOf(summary, "close_reason")),
    tags: toTexts(summary.tags) ?? toTexts(said["session.tags"]),
    usage: toUsageEntries(summary.usage) ?? toUsageEntries(said.usage),
    options,
    recordingOptions: toRecordingOptions(toObject(options), recording),
    isNode: (numberOf(said, "session.report_timestamp") ?? 0) > 1e11,
  };
}

/**
 * A close reason in the SDK's own words: lower case, without the enum's prefix (`CR_JOB_SHUTDOWN` is `job_shutdown`,
 * `CR_COMPLETED` is `task_completed`).
 */
export function toCloseReason(sent: string | null): string | null {
  if (sent === null) return null;
  const word = sent.toLowerCase();
  const reason = word.startsWith(CLOSE_REASON_PREFIX) ? word.slice(CLOSE_REASON_PREFIX.length) : word;
  return lookUp(CLOSE_REASONS, reason) ?? reason;
}

function toUsageEntries(value: AttributeValue | undefined): Attributes[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const entries: Attributes[] = [];
  for (const element of value) {
    const entry = toObject(element);
    if (entry !== null) entries.push(entry);
  }
  return entries;
}

function toTexts(value: AttributeValue | undefined): string[] | null {
  return Array.isArray(value) ? value.filter((element) => typeof element === "string") : null;
}

function toRecordingOptions(options: Attributes | null, recording: SentRecording | null): RecordingOptions {
  const said = toObject(options?.recording_options) ?? toObject(options?.recordingOptions) ?? {};
  return {
    audio: toFlag(said.audio),
    traces: toFlag(said.traces),
    logs: toFlag(said.logs),
    transcript: toFlag(said.transcript),
    redaction: recording?.header.redactionEnabled === true ? true : toFlag(said.redaction),
  };
}

function toFlag(value: AttributeValue | undefined): boolean | null {
  return typeof value === "boolean" ? value : null;
}
