import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";

/** What a test wants of a session's row; the rest is a short, good call. */
export interface WantedSession {
  id: string;
  agent?: string | null;
  room?: string | null;
  status?: string;
  /** Minutes before now at which it began. */
  agoMin?: number;
  durationMs?: number | null;
  turns?: number;
  interruptions?: number;
  tools?: number;
  errors?: number;
  tokens?: number;
  p50Ms?: number | null;
  outcome?: string | null;
  tags?: string[];
  sdk?: [string, string] | null;
  hasRecording?: boolean;
}

const MINUTE_MS = 60_000;

/** Puts rows into the list as digests would, without the journals behind them. */
export async function saveSessionRows(scope: ProjectScope, wanted: WantedSession[]): Promise<void> {
  const rows = wanted.map((one) => toRow(one));
  await pool().query(
    `insert into session (project_id, session_id, room_id, room_name, agent_name, sdk_language, sdk_version, status, started_at,
      ended_at, duration_ms, user_turn_count, agent_turn_count, tool_call_count, tool_error_count, interruption_count,
      handoff_count, error_count, e2e_p50_ms, e2e_p95_ms, outcome, tags, usage, token_count, has_recording,
      first_received_at, last_received_at, journal_bytes)
    select $1, id, 'RM_' || id, room, agent, language, version, status, at, at + interval '1 minute', "durationMs", turns, 0,
      tools, 0, interruptions, 0, errors, "p50Ms", "p50Ms", outcome, tags, '[]', tokens, "hasRecording", at, at, 0
    from json_to_recordset($2::json) as row (id text, room text, agent text, language text, version text, status text,
      at timestamptz, "durationMs" float8, turns int, tools int, interruptions int, errors int, "p50Ms" float8,
      outcome text, tags text[], tokens bigint, "hasRecording" boolean)`,
    [scope.projectId, JSON.stringify(rows)],
  );
}

function toRow({ sdk = ["python", "1.8.3"], agoMin = 60, ...wanted }: WantedSession): object {
  return {
    ...{ agent: "receptionist", room: `room-${wanted.id}`, status: "ended", durationMs: 60_000, turns: 4, tools: 0 },
    ...{ interruptions: 0, errors: 0, tokens: 0, p50Ms: 800, outcome: null, tags: [], hasRecording: false },
    ...wanted,
    language: sdk?.[0] ?? null,
    version: sdk?.[1] ?? null,
    at: new Date(Date.now() - agoMin * MINUTE_MS).toISOString(),
  };
}
