import type { ShownSessionRow } from "@/lib/model/digests";
import type { Session } from "@/lib/model/sessions";

/** What is known of a stored recording, from its row. */
export interface RecordingSummary {
  durationMs: number | null;
  sizeBytes: number;
}

/** A digest row as the answer that lists and headers show. Instants become ISO text, milliseconds stay. */
export function toSessionAnswer(row: ShownSessionRow, recording: RecordingSummary | null): Session {
  return {
    id: row.sessionId,
    roomId: row.roomId,
    roomName: row.roomName,
    agentName: row.agentName,
    sdk: { language: row.sdkLanguage, version: row.sdkVersion },
    status: row.status,
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    durationMs: row.durationMs,
    userTurnCount: row.userTurnCount,
    agentTurnCount: row.agentTurnCount,
    toolCallCount: row.toolCallCount,
    toolErrorCount: row.toolErrorCount,
    interruptionCount: row.interruptionCount,
    handoffCount: row.handoffCount,
    errorCount: row.errorCount,
    latency: row.e2eP50Ms === null ? null : { e2eP50Ms: row.e2eP50Ms, e2eP95Ms: row.e2eP95Ms ?? row.e2eP50Ms },
    closeReason: row.closeReason,
    outcome: row.outcome,
    tags: row.tags,
    usage: row.usage,
    recording: recording && { hasAudio: true, durationMs: recording.durationMs, sizeBytes: recording.sizeBytes },
  };
}
