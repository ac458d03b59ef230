import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";

/** What a test wants of a worker's row; the rest is a sidecar's that runs well. */
export interface WantedWorker {
  id: string;
  agent?: string;
  deployment?: string | null;
  host?: string | null;
  sender?: string;
  livekitId?: string | null;
  state?: string;
  exitCode?: number | null;
  exitSignal?: string | null;
  /** Seconds before now. */
  startedAgoS?: number;
  endedAgoS?: number | null;
  seenAgoS?: number;
  lineCount?: number;
  droppedCount?: number;
  recentAgoS?: number | null;
  recentCount?: number;
  recentCountBefore?: number;
  clockOffsetMs?: number | null;
  lastError?: string | null;
}

/** What a test wants of a job in a worker's lines; the rest is one that goes on. */
export interface WantedJob {
  worker: string;
  jobId: string;
  roomId?: string | null;
  roomName?: string | null;
  firstAgoS?: number;
  lastAgoS?: number;
  errorCount?: number;
  lastError?: string | null;
  state?: string;
}

/** Puts rows into `worker` as the intake of lines would. */
export async function saveWorkerRows(scope: ProjectScope, wanted: WantedWorker[]): Promise<void> {
  const rows = wanted.map((one) => ({
    ...{ agent: "receptionist", deployment: "v1", host: "pod-1", sender: "sidecar", livekitId: `AW_${one.id}` },
    ...{ state: "running", exitCode: null, exitSignal: null, startedAgoS: 3600, endedAgoS: null, seenAgoS: 5 },
    ...{ lineCount: 100, droppedCount: 0, recentAgoS: null, recentCount: 0, recentCountBefore: 0 },
    ...{ clockOffsetMs: 0, lastError: null, ...one },
  }));
  await pool().query(
    `insert into worker (project_id, id, agent, deployment, host, pid, sender, livekit_id, state, exit_code, exit_signal,
      started_at, ended_at, last_seen_at, line_count, dropped_count, recent_minute, recent_count, recent_count_before,
      clock_offset_ms, last_error)
    select $1, id, agent, deployment, host, 7, sender, "livekitId", state, "exitCode", "exitSignal",
      now() - "startedAgoS" * interval '1 s', now() - "endedAgoS" * interval '1 s', now() - "seenAgoS" * interval '1 s',
      "lineCount", "droppedCount", now() - "recentAgoS" * interval '1 s', "recentCount", "recentCountBefore",
      "clockOffsetMs", "lastError"
    from json_to_recordset($2::json) as row (id text, agent text, deployment text, host text, sender text,
      "livekitId" text, state text, "exitCode" int, "exitSignal" text, "startedAgoS" float8, "endedAgoS" float8,
      "seenAgoS" float8, "lineCount" bigint, "droppedCount" bigint, "recentAgoS" float8, "recentCount" bigint,
      "recentCountBefore" bigint, "clockOffsetMs" float8, "lastError" text)`,
    [scope.projectId, JSON.stringify(rows)],
  );
}

/** Puts rows into `worker_job` as the intake of lines would. */
export async function saveJobRows(scope: ProjectScope, wanted: WantedJob[]): Promise<void> {
  const rows = wanted.map((one) => ({
    ...{ roomId: `RM_${one.jobId}`, roomName: `room-${one.jobId}`, firstAgoS: 120, lastAgoS: 60 },
    ...{ errorCount: 0, lastError: null, state: "running", ...one },
  }));
  await pool().query(
    `insert into worker_job (project_id, worker, job_id, room_id, room_name, first_at, last_at, error_count, last_error, state)
    select $1, worker, "jobId", "roomId", "roomName", now() - "firstAgoS" * interval '1 s',
      now() - "lastAgoS" * interval '1 s', "errorCount", "lastError", state
    from json_to_recordset($2::json) as row (worker text, "jobId" text, "roomId" text, "roomName" text, "firstAgoS" float8,
      "lastAgoS" float8, "errorCount" bigint, "lastError" text, state text)`,
    [scope.projectId, JSON.stringify(rows)],
  );
}
