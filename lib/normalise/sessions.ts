import type { JournalEntry } from "@/lib/model/journal";
import type { SessionConsent } from "@/lib/model/privacy";
import type { Recording } from "@/lib/model/recordings";
import type { ReadBounds, SessionRecords } from "@/lib/model/records";
import type { Span } from "@/lib/model/spans";
import type { ChatItem } from "@/lib/model/turns";
import { loggedItemIds, toSentItems } from "./chat-items";
import { countImplausible, plausible, toPlausibleTime } from "./clocks";
import { toConnection } from "./connection";
import { toConsent, toConsentWords } from "./consent";
import { toConversationSpans } from "./conversation-spans";
import { decodeEntries, type SentSession } from "./entries";
import { toEvaluations, toOutcome, toUserTags } from "./evaluations";
import { type Facts, type FactsInput, firstTime, toFacts, toLanguage } from "./facts";
import { type FromOutput, toFailedJobWords, withFailedJob } from "./failed-jobs";
import { toItemsWithPauses } from "./false-interruptions";
import { toGenAiItems } from "./gen-ai-turns";
import { earlier } from "./instants";
import { toLiveItems } from "./live-turns";
import { type SortedLogs, toLogs } from "./logs";
import { toMetrics } from "./metrics";
import { asksForRedaction, type TranscriptSource, toMissing } from "./missing";
import { toNaming } from "./naming";
import { toParticipants } from "./participants";
import { toPipecatItems } from "./pipecat-turns";
import { ownRecordings, type SiblingStart, toRecording } from "./recordings";
import { toReport } from "./report";
import { toCutWords, toShownPart } from "./shown-part";
import { toSpans } from "./spans";
import { IDLE_MS, isLiveKit } from "./status";
import { toChatItems } from "./turns";
import { toUsage } from "./usage";

export interface ToSessionOptions {
  /** Now, by the server's clock: a session that is silent for `idleMs` is over. */
  nowMs: number;
  idleMs?: number;
  /** Starts of all sessions of the room, this one's too, where they are known: for recordings that name no job. */
  siblings?: readonly SiblingStart[];
  /** Of what is beyond, only words are said; everything unless told. */
  bounds?: ReadBounds;
  /** For a digest, whose rows name no log: making an id costs more than decoding its log. */
  withoutLogIds?: boolean;
}

/**
 * Makes a session of its journal entries (its own, and those of its room), in whatever order and however often they came.
 * Units: Unix nanoseconds.
 * null when nothing makes a session: no entries, or only webhooks and entries of the room although the session is a job.
 * Errors: none thrown for what a sender sent; what has no meaning is in `rejected`.
 * Source: PROTOCOL §3 to §8; DESIGN §2, §6.
 */
export function toSession(
  sessionId: string,
  entries: readonly JournalEntry[],
  options: ToSessionOptions,
): SessionRecords | null {
  if (!entries.some((entry) => entry.signal !== "webhook" && entry.sessionId === sessionId)) return null;
  const shown = toShownPart(entries, options.bounds);
  const fromOutput = withFailedJob(decodeEntries(shown.entries));
  const { sent } = fromOutput;
  const { input, rejectedSpans } = toInput(sessionId, fromOutput, options);
  const { spans, logs, report, uploads } = input;
  const isNode = input.language === "node";
  const conversation = toConversation(input, isNode);
  const facts = toFacts(input);
  const metrics = toMetrics(sent.points);
  const recording = toRecording(uploads);
  const tags = report.tags ?? [];
  const understood = { input, conversation, facts, recording };
  const consent = toSessionConsent(sent, understood);
  const evaluations = toEvaluations(logs.evaluations, tags, facts.endNs ?? facts.startNs);
  return {
    facts: {
      ...facts,
      outcome: toOutcome(evaluations, tags),
      tags: toUserTags(tags),
      usage: toUsage({
        reported: report.usage,
        sdk: { language: facts.sdkLanguage, version: facts.sdkVersion },
        spans,
        metrics,
      }),
    },
    spans,
    logs: logs.logs,
    items: toItemsWithPauses(conversation.items, spans, logs.logs),
    evaluations,
    participants: toParticipants(sent.webhooks, spans),
    connection: toConnection(sent.webhooks, spans),
    metrics,
    recording,
    naming: toNaming(sessionId, sent),
    missing: [...toCutWords(shown), ...toWords(understood, consent)],
    consent,
    rejected: [...sent.rejected, ...rejectedSpans, ...logs.rejected, ...conversation.rejected],
  };
}

interface Understood {
  input: FactsInput;
  conversation: Conversation;
  facts: Facts;
  recording: Recording | null;
}

function toSessionConsent(sent: SentSession, { input, conversation, recording }: Understood): SessionConsent {
  const { report, spans, logs } = input;
  return toConsent({
    notices: sent.notices,
    options: report.recordingOptions,
    isRedacted: asksForRedaction(report, spans),
    stored: {
      audio: recording !== null,
      transcript: conversation.items.some(hasWords),
      traces: spans.length > 0,
      logs: logs.logs.length > 0,
    },
  });
}

function toWords({ input, conversation, facts, recording }: Understood, consent: SessionConsent): string[] {
  const { notice, isFailedJob } = input.fromOutput;
  if (notice && isFailedJob) return [...toFailedJobWords(notice), ...toConsentWords(consent)];
  const { sessionId, report, spans, logs, time, uploads, language } = input;
  return toMissing({
    sessionId,
    status: facts.status,
    report,
    spans,
    logCount: logs.logs.length,
    farCount: countImplausible(time, spans, logs.logs),
    itemCount: conversation.items.length,
    transcript: conversation.source,
    hasUpload: uploads.length > 0,
    hasAudio: recording !== null,
    isNode: language === "node",
    consent,
  });
}

/** A handoff or a change of tools is no transcript. */
function hasWords({ kind, text, tool }: ChatItem): boolean {
  return kind === "message" ? text !== "" : tool !== null && (tool.arguments !== "" || (tool.output ?? "") !== "");
}

/** The signals that all else is drawn from. */
function toInput(
  sessionId: string,
  fromOutput: FromOutput,
  { nowMs, idleMs = IDLE_MS, siblings = [], withoutLogIds }: ToSessionOptions,
): { input: FactsInput; rejectedSpans: SessionRecords["rejected"] } {
  const { sent } = fromOutput;
  const { spans, rejected } = toSpans(sent.spans);
  const logs = toLogs(sent.logs, withoutLogIds);
  const time = toPlausibleTime(sent, spans, logs);
  const firstNs = earlier(plausible(time, logs.reports.at(-1)?.sent.timeNs), firstTime({ time, spans, logs }));
  const seeker = { sessionId, startNs: firstNs, itemIds: loggedItemIds(logs.chatItems) };
  const uploads = ownRecordings(sent.recordings, seeker, siblings);
  const report = toReport(logs.reports, uploads.at(-1) ?? null);
  const language = toLanguage(spans, logs, report);
  const input = { sessionId, sent, fromOutput, spans, logs, report, uploads, language, time, nowMs, idleMs };
  return { input, rejectedSpans: rejected };
}

interface Conversation {
  items: ChatItem[];
  source: TranscriptSource;
  rejected: SessionRecords["rejected"];
}

function toConversation({ sessionId, uploads, logs, spans }: FactsInput, isNode: boolean): Conversation {
  const chatHistory = uploads.findLast((upload) => upload.chatHistory !== null)?.chatHistory ?? null;
  const { items: sent, rejected } = toSentItems(chatHistory, logs.chatItems);
  const conversationSpans = toConversationSpans(spans);
  if (sent.length === 0) {
    const live = toLiveItems(conversationSpans, isNode);
    const items = live.length > 0 || isLiveKit(sessionId) ? live : toOthersItems(spans, logs);
    return { items, source: "spans", rejected };
  }
  const source = chatHistory === null ? "logs" : "upload";
  return { items: toChatItems(sent, conversationSpans), source, rejected };
}

/** Of other senders: what Pipecat's spans tell, else what is said of models. */
function toOthersItems(spans: readonly Span[], logs: SortedLogs): ChatItem[] {
  const items = toPipecatItems(spans);
  return items.length > 0 ? items : toGenAiItems(spans, logs.logs);
}
