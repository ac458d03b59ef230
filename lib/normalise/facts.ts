import type { SessionFacts } from "@/lib/model/sessions";
import type { Span } from "@/lib/model/spans";
import { clueText } from "@/lib/wire/otlp/session-key";
import { lookUp, textOf } from "./attributes";
import { listedItems } from "./chat-items";
import { type PlausibleTime, plausible } from "./clocks";
import type { SentRecording, SentSession } from "./entries";
import { type FromOutput, msToNs, NEVER_STARTED } from "./failed-jobs";
import { earlier, later, toWholeMs } from "./instants";
import { toWorkerId } from "./job-facts";
import type { SortedLogs } from "./logs";
import { type SessionReport, toCloseReason } from "./report";
import { isLiveKit, toStatus } from "./status";

/** Resource attribute and its value in Node. Source: OpenTelemetry semantic conventions, `telemetry.sdk.language`. */
const SDK_LANGUAGE = "telemetry.sdk.language";
const LANGUAGES: Record<string, string> = { nodejs: "node" };

/** What the facts of a session are drawn from, all of it decoded and sorted. */
export interface FactsInput {
  sessionId: string;
  sent: SentSession;
  fromOutput: FromOutput;
  spans: Span[];
  logs: SortedLogs;
  report: SessionReport;
  uploads: SentRecording[];
  language: string | null;
  /** When the session can have happened: other times do not say when it began or ended. */
  time: PlausibleTime;
  nowMs: number;
  idleMs: number;
}

/** Facts without what other signals tell. */
export type Facts = Omit<SessionFacts, "outcome" | "tags" | "usage">;

/**
 * Who, where, when and how it ended, each from the best source that has it: recording header and report, then spans, then logs,
 * then webhooks. Start: report, recording header, earliest span or log, first chat item, time of receipt; end: report, latest span or
 * log, end of the audio, last chat item. A time at which the session cannot have happened (`clocks.ts`) is passed over, and an end before the start too.
 * Units: Unix nanoseconds; the start is cut to whole milliseconds, so that an instant and its ISO text are the same.
 * Source: PROTOCOL §3, trap T15.
 */
export function toFacts(input: FactsInput): Facts {
  const { sessionId, sent, spans, logs, report, uploads, language } = input;
  const { notice, isFailedJob } = input.fromOutput;
  const closeReason = isFailedJob ? NEVER_STARTED : (report.closeReason ?? closeReasonOfSpans(spans));
  const status = toStatus({
    sessionId,
    spans,
    hasReport: report.hasReport,
    hasRecording: uploads.length > 0,
    hasLogs: logs.logs.length > 0,
    isNode: language === "node",
    isFailedJob,
    closeReason,
    lastReceivedMs: sent.lastReceivedAt?.getTime() ?? 0,
    nowMs: input.nowMs,
    idleMs: input.idleMs,
  });
  const startNs = toStartNs(input);
  return {
    sessionId,
    roomId: isLiveKit(sessionId) ? (toRoomId(sessionId, sent, spans) ?? notice?.roomId ?? null) : null,
    roomName: report.roomName ?? nameOf(sent, spans) ?? notice?.roomName ?? null,
    agentName:
      report.agentName ??
      firstText(spans, logs, "lk.agent_name") ??
      agentOfWebhooks(sent, sessionId) ??
      notice?.agent ??
      serviceOf(input),
    sdkLanguage: language,
    sdkVersion: report.sdkVersion,
    status,
    startNs,
    endNs: status === "live" ? null : toEndNs(input, startNs),
    closeReason,
    workerId: toWorkerId(spans, logs.logs) ?? notice?.livekitWorkerId ?? null,
    options: report.options,
  };
}

/**
 * The language of the SDK: `python`, `node`, or what another OpenTelemetry sender calls itself; null when no record says.
 * Source: PROTOCOL §5.2, trap T2.
 */
export function toLanguage(spans: readonly Span[], logs: SortedLogs, report: SessionReport): string | null {
  const resource = spans[0]?.resource ?? logs.reports[0]?.sent.resource.attributes ?? logs.logs[0]?.resource ?? {};
  const sent = textOf(resource, SDK_LANGUAGE);
  if (sent !== null) return lookUp(LANGUAGES, sent) ?? sent;
  // Node's logs name no language, but only Node reports in milliseconds (trap T2).
  return report.isNode ? "node" : null;
}

function closeReasonOfSpans(spans: readonly Span[]): string | null {
  const close = spans.findLast(({ name }) => name === "session_close");
  return close === undefined ? null : toCloseReason(textOf(close.attributes, "lk.close_reason"));
}

/** Only what can be a key: entries of the room are looked for under it. */
function toRoomId(sessionId: string, sent: SentSession, spans: readonly Span[]): string | null {
  if (sessionId.startsWith("RM_")) return sessionId;
  for (const { attributes, resource } of spans) {
    const roomId = clueText(attributes.room_id) || clueText(resource.room_id);
    if (roomId !== "") return roomId;
  }
  for (const { sent: log } of sent.logs) {
    const roomId = clueText(log.attributes.room_id) || clueText(log.scope.attributes.room_id);
    if (roomId !== "") return roomId;
  }
  for (const { attributes } of sent.points) {
    const roomId = clueText(attributes.room_id);
    if (roomId !== "") return roomId;
  }
  for (const { header } of sent.recordings) {
    const roomId = clueText(header.roomId);
    if (roomId !== "") return roomId;
  }
  return null;
}

/** What other senders call their program; the SDKs' own default says nothing. Source: OpenTelemetry, `service.name`. */
function serviceOf({ sessionId, spans, logs }: FactsInput): string | null {
  if (isLiveKit(sessionId)) return null;
  const name = textOf((spans[0] ?? logs.logs[0])?.resource ?? {}, "service.name");
  return name === null || name.startsWith("unknown_service") ? null : name;
}

/** The room's name; of Pipecat, which has no rooms, what it calls the conversation. */
function nameOf(sent: SentSession, spans: readonly Span[]): string | null {
  for (const { attributes } of spans) {
    const name = textOf(attributes, "lk.room_name") ?? textOf(attributes, "conversation.id");
    if (name !== null) return name;
  }
  const header = sent.recordings.find((upload) => upload.header.roomName !== "")?.header;
  return header?.roomName ?? sent.webhooks.find(({ room }) => room !== null && room.name !== "")?.room?.name ?? null;
}

function firstText(spans: readonly Span[], logs: SortedLogs, name: string): string | null {
  for (const { attributes, resource } of spans) {
    const text = textOf(attributes, name) ?? textOf(resource, name);
    if (text !== null) return text;
  }
  for (const { attributes } of logs.logs) {
    const text = textOf(attributes, name);
    if (text !== null) return text;
  }
  return null;
}

/**
 * The dispatch name as livekit-server tells it with the agent's participant: of this job's, by its identity; of a room whose agents all
 * have one name, that. Source: PROTOCOL §8.
 */
function agentOfWebhooks({ webhooks }: SentSession, sessionId: string): string | null {
  const names = new Set<string>();
  for (const { participant } of webhooks) {
    const name = participant?.attributes["lk.agent.name"] || participant?.attributes["lk.agent_name"];
    if (!name) continue;
    if (participant?.identity === `agent-${sessionId}`) return name;
    names.add(name);
  }
  const [first] = names;
  return names.size === 1 && first !== undefined ? first : null;
}

/** When a session began, from the best source that tells a plausible time. Unit: Unix nanoseconds, whole milliseconds. */
export function toStartNs(
  input: Pick<FactsInput, "time" | "report" | "uploads" | "spans" | "logs" | "sent" | "fromOutput">,
): bigint {
  const { time, report, uploads, sent } = input;
  const { notice, isFailedJob } = input.fromOutput;
  return toWholeMs(
    plausible(time, report.startNs) ??
      plausible(time, uploads.at(-1)?.header.startNs) ??
      (isFailedJob && notice ? plausible(time, msToNs(notice.firstAtMs)) : null) ??
      firstTime(input) ??
      plausible(time, listedItems(uploads.at(-1)?.chatHistory ?? null).firstNs) ??
      receivedNs(sent.firstReceivedAt),
  );
}

/** The earliest plausible time of a span or log; null when there is none. */
export function firstTime({ time, spans, logs }: Pick<FactsInput, "time" | "spans" | "logs">): bigint | null {
  const span = spans.find(({ startNs }) => plausible(time, startNs) !== null);
  const log = logs.logs.find(({ timeNs }) => plausible(time, timeNs) !== null);
  return earlier(span?.startNs ?? null, log?.timeNs ?? null);
}

function toEndNs({ time, report, spans, logs, uploads, fromOutput }: FactsInput, startNs: bigint): bigint | null {
  const { notice, isFailedJob } = fromOutput;
  const candidates = [
    plausible(time, report.endNs),
    lastEnd(time, spans) ?? lastStart(time, spans, logs),
    endOfUpload(uploads),
    isFailedJob && notice ? msToNs(notice.lastAtMs) : null,
  ];
  const endNs = candidates.find((candidate) => candidate !== null && candidate >= startNs);
  if (endNs !== undefined) return endNs;
  // Read only where nothing else tells: a transcript may be long.
  const itemNs = plausible(time, listedItems(uploads.at(-1)?.chatHistory ?? null).lastNs);
  return itemNs !== null && itemNs >= startNs ? itemNs : null;
}

/** Of a session without a closed span. */
function lastStart(time: PlausibleTime, spans: readonly Span[], logs: SortedLogs): bigint | null {
  const log = logs.logs.findLast(({ timeNs }) => plausible(time, timeNs) !== null);
  return log?.timeNs ?? spans.findLast(({ startNs }) => plausible(time, startNs) !== null)?.startNs ?? null;
}

function lastEnd(time: PlausibleTime, spans: readonly Span[]): bigint | null {
  let lastNs: bigint | null = null;
  for (const { endNs } of spans) lastNs = later(lastNs, plausible(time, endNs));
  return lastNs;
}

/** A recording alone (an old SDK whose telemetry never came) ends when its audio does. */
function endOfUpload(uploads: readonly SentRecording[]): bigint | null {
  const header = uploads.at(-1)?.header;
  if (!header || header.startNs === null || header.durationMs === 0) return null;
  return header.startNs + BigInt(Math.round(header.durationMs)) * 1_000_000n;
}

function receivedNs(at: Date | null): bigint {
  return BigInt(at?.getTime() ?? 0) * 1_000_000n;
}
