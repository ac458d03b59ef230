import { pool } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { WorkersQuery } from "@/lib/model/agents";
import type { ProjectScope } from "@/lib/model/scope";
import type { Worker, WorkerAnswer, WorkerState } from "@/lib/model/workers";
import { listWorkerJobs } from "./worker-jobs";
import { isActive, toLinesPerSecond, toWorkerState } from "./worker-state";

interface WorkerRow {
  id: string;
  agent: string;
  deployment: string | null;
  host: string | null;
  pid: number | null;
  sender: Worker["sender"];
  livekit_id: string | null;
  earlier_livekit_ids: string[];
  state: WorkerState;
  exit_code: number | null;
  exit_signal: string | null;
  started_at: Date;
  ended_at: Date | null;
  last_seen_at: Date;
  line_count: string;
  dropped_count: string;
  recent_minute: Date | null;
  recent_count: string;
  recent_count_before: string;
  clock_offset_ms: number | null;
  last_error: string | null;
  running_job_count: number;
}

/** Jobs whose lines have not said that they ended, unless their session tells. Of workers that are over there are none. */
const RUNNING_JOBS = `case when w.state in ('exited', 'crashed') then 0 else (
    select count(*)::int from worker_job j where j.project_id = w.project_id and j.worker = w.id and j.state = 'running'
      and not exists (select from session s where s.project_id = j.project_id and s.session_id = j.job_id
        and s.status <> 'live')) end`;

const COLUMNS = `w.id, w.agent, w.deployment, w.host, w.pid, w.sender, w.livekit_id, w.earlier_livekit_ids, w.state,
  w.exit_code, w.exit_signal, w.started_at, w.ended_at, w.last_seen_at, w.line_count, w.dropped_count, w.recent_minute, w.recent_count,
  w.recent_count_before, w.clock_offset_ms, w.last_error, ${RUNNING_JOBS} as running_job_count`;

/** Those that are not over come first, so that a limit cuts off the past. */
const IN_ORDER = "order by (w.state in ('exited', 'crashed')), w.last_seen_at desc, w.id";

/** The project's workers, those that run first, then the last seen. */
export async function listWorkers(scope: ProjectScope, query: WorkersQuery, nowMs = Date.now()): Promise<Worker[]> {
  const { rows } = await pool().query<WorkerRow>({
    text: `select ${COLUMNS} from worker w
      where w.project_id = $1 and ($2::text is null or w.agent = $2)
        and ($3::text is null
          or exists (select from worker_job j where j.project_id = $1 and j.job_id = $3 and j.worker = w.id)
          or (select s.worker_id from session s where s.project_id = $1 and s.session_id = $3)
            = any (w.livekit_id || w.earlier_livekit_ids))
      ${IN_ORDER} limit $4`,
    values: [scope.projectId, query.agent ?? null, query.session ?? null, query.limit],
  });
  return inOrder(rows.map((row) => toWorker(row, nowMs)));
}

/** So much of the past is news: what happened before is in the history of each worker. */
const RECENT_MS = 24 * 3600 * 1000;
const RECENT_MAX = 5_000;

/** All workers that were heard of within a day, of one agent or of all. */
export async function listRecentWorkers(
  scope: ProjectScope,
  agent: string | null,
  nowMs = Date.now(),
): Promise<Worker[]> {
  const { rows } = await pool().query<WorkerRow>({
    name: "list-recent-workers",
    text: `select ${COLUMNS} from worker w
      where w.project_id = $1 and ($2::text is null or w.agent = $2) and w.last_seen_at > $3 ${IN_ORDER} limit $4`,
    values: [scope.projectId, agent, new Date(nowMs - RECENT_MS), RECENT_MAX],
  });
  return rows.map((row) => toWorker(row, nowMs));
}

/** The workers of these ids that are known, in no particular order. */
export async function loadWorkers(scope: ProjectScope, ids: string[], nowMs = Date.now()): Promise<Worker[]> {
  if (ids.length === 0) return [];
  const { rows } = await pool().query<WorkerRow>({
    name: "load-workers",
    text: `select ${COLUMNS} from worker w where w.project_id = $1 and w.id = any ($2::text[])`,
    values: [scope.projectId, ids],
  });
  return rows.map((row) => toWorker(row, nowMs));
}

const RUNS_MAX = 50;

/**
 * One worker with the jobs it took and the other runs on its host. `id` is its own, or LiveKit's id of it (AW_…).
 * Errors: `not-found`.
 */
export async function loadWorker(scope: ProjectScope, id: string, nowMs = Date.now()): Promise<WorkerAnswer> {
  const found = await pool().query<WorkerRow>({
    name: "load-worker",
    text: `select ${COLUMNS} from worker w where w.project_id = $1 and (w.id = $2 or w.livekit_id = $2
        or w.earlier_livekit_ids @> array[$2])
      order by (w.id = $2) desc, w.started_at desc limit 1`,
    values: [scope.projectId, id],
  });
  const row = found.rows[0];
  if (!row) {
    const words = "It may be older than the lines that are kept, or its output is not sent here.";
    throw new AppError("not-found", `This project knows no worker ${id}. ${words}`);
  }
  const worker = toWorker(row, nowMs);
  const [sessions, runs] = await Promise.all([listWorkerJobs(scope, worker), listRuns(scope, worker, nowMs)]);
  return { worker, sessions, runs };
}

/** The latest first. */
async function listRuns(scope: ProjectScope, { id, agent, host }: Worker, nowMs: number): Promise<Worker[]> {
  if (host === null) return [];
  const { rows } = await pool().query<WorkerRow>({
    name: "list-runs",
    text: `select ${COLUMNS} from worker w where w.project_id = $1 and w.agent = $2 and w.host = $3 and w.id <> $4
      order by w.started_at desc, w.id limit ${RUNS_MAX}`,
    values: [scope.projectId, agent, host, id],
  });
  return rows.map((row) => toWorker(row, nowMs));
}

function toWorker(row: WorkerRow, nowMs: number): Worker {
  const signs = {
    sender: row.sender,
    livekitId: row.livekit_id,
    startedAt: row.started_at,
    lastSeenAt: row.last_seen_at,
  };
  const state = toWorkerState({ state: row.state, ...signs }, nowMs);
  return {
    id: row.id,
    agent: row.agent,
    deployment: row.deployment,
    host: row.host,
    pid: row.pid,
    sender: row.sender,
    livekitId: row.livekit_id,
    earlierLivekitIds: row.earlier_livekit_ids,
    state,
    exitCode: row.exit_code,
    exitSignal: row.exit_signal,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    lastSeenAt: row.last_seen_at.toISOString(),
    lineCount: Number(row.line_count),
    droppedCount: Number(row.dropped_count),
    linesPerSecond: toLinesPerSecond(
      {
        minute: row.recent_minute,
        count: Number(row.recent_count),
        countBefore: Number(row.recent_count_before),
      },
      nowMs,
    ),
    runningJobCount: isActive(state) ? row.running_job_count : 0,
    clockOffsetMs: row.clock_offset_ms,
    lastError: row.last_error,
  };
}

/** Silence is only found out when a row is read, so the database's order is not the last word. */
function inOrder(workers: Worker[]): Worker[] {
  return [...workers.filter(({ state }) => isActive(state)), ...workers.filter(({ state }) => !isActive(state))];
}
