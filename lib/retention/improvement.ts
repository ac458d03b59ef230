import { createHash } from "node:crypto";
import type { ImprovementFigures } from "@/lib/model/improvement";
import type { SessionRecords } from "@/lib/model/records";
import type { ProjectScope } from "@/lib/model/scope";
import type { ChatItem } from "@/lib/model/turns";
import { loadImprovementFacts } from "@/lib/query/improvement";
import { improvementSalt, saveImprovementRecord } from "@/lib/store/improvement";
import type { Purged } from "./purge";

/** Times are rounded to this: exact ones would tell a call from others. */
const ROUND_MS = 10;

/**
 * Keeps the figures of sessions that are about to be deleted, for a project that takes part. The id is a hash with a salt that is thrown
 * away after the month: nobody can go back from a record to a call, nor find out whether a known call is among them.
 */
export async function keepFigures(scope: ProjectScope, sessions: Purged[], now: Date): Promise<void> {
  const month = now.toISOString().slice(0, 7);
  const salt = await improvementSalt(month);
  for (const { sessionId } of sessions) {
    const facts = await loadImprovementFacts(scope, sessionId);
    if (!facts) continue;
    const id = createHash("sha256").update(`${salt} ${scope.projectId} ${sessionId}`).digest("hex").slice(0, 32);
    await saveImprovementRecord(scope, {
      id,
      month,
      figures: toFigures(facts.records, facts.endOfTurnProbabilities),
    });
  }
}

/** A session in figures. Pure. Units: milliseconds, rounded to 10. */
export function toFigures(records: SessionRecords, endOfTurnProbabilities: number[]): ImprovementFigures {
  const { facts, items } = records;
  const tools = items.flatMap(({ tool }) => (tool === null ? [] : [tool]));
  return {
    language: facts.sdkLanguage,
    sdkVersion: facts.sdkVersion,
    durationMs: facts.endNs === null ? null : round(Number(facts.endNs - facts.startNs) / 1e6),
    turns: items.filter(({ kind }) => kind === "message").map((item) => toTurn(item, facts.startNs)),
    endOfTurnProbabilities,
    toolCallCount: tools.length,
    toolErrorCount: tools.filter(({ isError }) => isError === true).length,
    usage: facts.usage.map((usage) => ({
      kind: usage.kind,
      inputTokens: usage.inputTokens,
      inputCachedTokens: usage.inputCachedTokens,
      outputTokens: usage.outputTokens,
      charactersCount: usage.charactersCount,
      audioDurationMs: usage.audioDurationMs,
    })),
  };
}

function toTurn(item: ChatItem, startNs: bigint): ImprovementFigures["turns"][number] {
  const { metrics } = item;
  return {
    role: item.role,
    startMs: round(Number(item.startNs - startNs) / 1e6),
    durationMs: item.endNs === null ? null : round(Number(item.endNs - item.startNs) / 1e6),
    interrupted: item.interrupted,
    e2eLatencyMs: roundOrNull(metrics.e2eLatencyMs),
    endOfTurnDelayMs: roundOrNull(metrics.endOfTurnDelayMs),
    transcriptionDelayMs: roundOrNull(metrics.transcriptionDelayMs),
    llmTtftMs: roundOrNull(metrics.llmTtftMs),
    ttsTtfbMs: roundOrNull(metrics.ttsTtfbMs),
  };
}

function round(ms: number): number {
  return Math.round(ms / ROUND_MS) * ROUND_MS;
}

function roundOrNull(ms: number | undefined): number | null {
  return ms === undefined ? null : round(ms);
}
