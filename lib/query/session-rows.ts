import { AppError } from "@/lib/errors";
import type { ShownSessionRow } from "@/lib/model/digests";
import { Usage } from "@/lib/model/usage";
import type { RecordingSummary } from "./session-answer";

/** How long a session without news counts as live: SDKs send something every few seconds (PROTOCOL §2.2). */
export const IDLE_MS = 90_000;

/** A row of `SESSION_COLUMNS` as the driver gives it. */
export interface StoredSession {
  session_id: string;
  room_id: string | null;
  room_name: string | null;
  agent_name: string | null;
  sdk_language: string | null;
  sdk_version: string | null;
  status: ShownSessionRow["status"];
  started_at: Date;
  ended_at: Date | null;
  duration_ms: number | null;
  user_turn_count: number;
  agent_turn_count: number;
  tool_call_count: number;
  tool_error_count: number;
  interruption_count: number;
  handoff_count: number;
  error_count: number;
  e2e_p50_ms: number | null;
  e2e_p95_ms: number | null;
  close_reason: string | null;
  outcome: ShownSessionRow["outcome"];
  tags: string[];
  usage: unknown;
  token_count: string;
  has_recording: boolean;
  recording_duration_ms: number | null;
  recording_size_bytes: string | null;
}

/**
 * The status of row `s` of `session` now. A session that was live at its last digest and then fell silent has ended;
 * entries that no digest has seen yet (`activity`) are signs of life too, looked up for live rows only.
 */
export const STATUS_NOW = `case
    when s.status <> 'live' then s.status
    when greatest(s.last_received_at, (
      select a.last_at from activity a where a.project_id = s.project_id and a.session_id = s.session_id
    )) < now() - interval '${IDLE_MS} ms' then 'ended'
    else 'live' end`;

/** What an answer needs of digest rows `s` and their recordings `r` (`JOIN_RECORDING`). */
export const SESSION_COLUMNS = `s.session_id, s.room_id, s.room_name, s.agent_name, s.sdk_language, s.sdk_version,
  ${STATUS_NOW} as status, s.started_at, s.ended_at, s.duration_ms, s.user_turn_count, s.agent_turn_count,
  s.tool_call_count, s.tool_error_count, s.interruption_count, s.handoff_count, s.error_count, s.e2e_p50_ms,
  s.e2e_p95_ms, s.close_reason, s.outcome, s.tags, s.usage, s.token_count, s.has_recording,
  coalesce(r.duration_ms, r.declared_duration_ms) as recording_duration_ms, r.size_bytes as recording_size_bytes`;

export const JOIN_RECORDING = "left join recording r on r.project_id = s.project_id and r.session_id = s.session_id";

/** A stored row as the digest wrote it, with its recording. */
export function fromStoredSession(row: StoredSession): {
  session: ShownSessionRow;
  recording: RecordingSummary | null;
} {
  return {
    session: {
      sessionId: row.session_id,
      roomId: row.room_id,
      roomName: row.room_name,
      agentName: row.agent_name,
      sdkLanguage: row.sdk_language,
      sdkVersion: row.sdk_version,
      status: row.status,
      startedAt: row.started_at,
      endedAt: row.ended_at,
      durationMs: row.duration_ms,
      userTurnCount: row.user_turn_count,
      agentTurnCount: row.agent_turn_count,
      toolCallCount: row.tool_call_count,
      toolErrorCount: row.tool_error_count,
      interruptionCount: row.interruption_count,
      handoffCount: row.handoff_count,
      errorCount: row.error_count,
      e2eP50Ms: row.e2e_p50_ms,
      e2eP95Ms: row.e2e_p95_ms,
      closeReason: row.close_reason,
      outcome: row.outcome,
      tags: row.tags ?? [],
      usage: Usage.array().parse(row.usage),
      tokenCount: Number(row.token_count),
      hasRecording: row.has_recording,
    },
    recording:
      row.recording_size_bytes === null
        ? null
        : { durationMs: row.recording_duration_ms, sizeBytes: Number(row.recording_size_bytes) },
  };
}

/** What every question about an unknown session is answered with; another project's sessions are unknown too. */
export function sessionNotFound(sessionId: string): AppError {
  return new AppError("not-found", `This project has no session ${sessionId}. It may be deleted, or not arrived yet.`);
}
