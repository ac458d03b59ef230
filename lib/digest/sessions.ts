import type { SessionDigest, SessionRow } from "@/lib/model/digests";
import type { LogLevel } from "@/lib/model/logs";
import type { SessionRecords } from "@/lib/model/records";
import type { Usage } from "@/lib/model/usage";
import { digestLatency } from "./latency";
import { digestParticipants } from "./participants";
import { digestRecording } from "./recordings";
import { digestSearchText } from "./search-text";
import { toName, toNameOrNull } from "./text";
import { digestToolCalls } from "./tool-calls";
import { digestTurns } from "./turns";

/** Levels that count as errors of a session. A failed tool or turn counts through the log line that the SDK writes of it. */
const ERROR_LEVELS: ReadonlySet<LogLevel> = new Set(["error", "fatal"]);

/**
 * All rows that lists and charts ask of one session. Pure, so that it can be done again at any time with the same outcome.
 * Counts: messages by role; a handoff only with an agent before it; `errorCount` is log records at error or fatal.
 * Search text is built when the session is over.
 * Units: milliseconds; texts without U+0000, which Postgres refuses.
 */
export function digestSession(records: SessionRecords): SessionDigest {
  const { facts, items } = records;
  return {
    session: digestSessionRow(records),
    turns: digestTurns(items, facts.startNs),
    toolCalls: digestToolCalls(items, facts.startNs),
    recording: digestRecording(records.recording),
    search: facts.status === "live" ? null : digestSearchText(records),
  };
}

/** The session's own row alone, for who shows it: what is searched for takes as long as all the rest. Units: as `digestSession`. */
export function digestSessionRow({ facts, items, logs, recording, participants }: SessionRecords): SessionRow {
  const messages = items.filter(({ kind }) => kind === "message");
  const tools = items.flatMap(({ tool }) => (tool === null ? [] : [tool]));
  const { startNs, endNs } = facts;
  return {
    sessionId: facts.sessionId,
    roomId: facts.roomId,
    roomName: toNameOrNull(facts.roomName),
    agentName: toNameOrNull(facts.agentName),
    sdkLanguage: toNameOrNull(facts.sdkLanguage),
    sdkVersion: toNameOrNull(facts.sdkVersion),
    status: facts.status,
    startedAt: toDate(startNs),
    endedAt: endNs === null ? null : toDate(endNs),
    durationMs: endNs === null ? null : Number(endNs - startNs) / 1e6,
    userTurnCount: messages.filter(({ role }) => role === "user").length,
    agentTurnCount: messages.filter(({ role }) => role === "agent").length,
    toolCallCount: tools.length,
    toolErrorCount: tools.filter(({ isError }) => isError === true).length,
    interruptionCount: messages.filter(({ interrupted }) => interrupted).length,
    handoffCount: items.filter(({ handoff }) => handoff !== null && handoff.from !== null).length,
    errorCount: logs.filter(({ level }) => ERROR_LEVELS.has(level)).length,
    ...digestLatency(items),
    closeReason: toNameOrNull(facts.closeReason),
    outcome: facts.outcome,
    tags: facts.tags.map(toName),
    ...digestParticipants(participants),
    usage: facts.usage.map((usage) => ({
      ...usage,
      provider: toName(usage.provider),
      model: toName(usage.model),
    })),
    tokenCount: sumTokens(facts.usage),
    hasRecording: recording !== null,
    workerId: toNameOrNull(facts.workerId),
  };
}

/** A sender may claim any number; a column holds whole ones up to 2^63. */
function sumTokens(usage: Usage[]): number {
  const sum = usage.reduce(
    (total, { inputTokens, outputTokens }) => total + (inputTokens ?? 0) + (outputTokens ?? 0),
    0,
  );
  return Math.round(Math.min(Math.max(0, sum), Number.MAX_SAFE_INTEGER)) || 0;
}

function toDate(timeNs: bigint): Date {
  return new Date(Number(timeNs / 1_000_000n));
}
