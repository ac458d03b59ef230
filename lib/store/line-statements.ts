import type { MinuteChange } from "./line-changes";
import type { JobChange, WorkerChange } from "./worker-changes";

/** `line_segment` after rows that all are in one segment. */
export const UPSERT_SEGMENT = {
  name: "upsert-line-segment",
  text: `insert into line_segment as known (project_id, segment, min_at, max_at, line_count, size_bytes)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (project_id, segment) do update set
      min_at = least(known.min_at, excluded.min_at), max_at = greatest(known.max_at, excluded.max_at),
      line_count = known.line_count + excluded.line_count, size_bytes = known.size_bytes + excluded.size_bytes`,
};

/** The same after rows of several segments, which are those of the project in a range of ids. */
export const SEGMENTS_BETWEEN = {
  name: "upsert-line-segments",
  text: `insert into line_segment as known (project_id, segment, min_at, max_at, line_count, size_bytes)
    select project_id, id >> 18, min(at), max(at), count(*), sum(octet_length(raw)) from runtime_line
    where project_id = $1 and id between $2 and $3 and at between $4 and $5 group by project_id, id >> 18
    on conflict (project_id, segment) do update set
      min_at = least(known.min_at, excluded.min_at), max_at = greatest(known.max_at, excluded.max_at),
      line_count = known.line_count + excluded.line_count, size_bytes = known.size_bytes + excluded.size_bytes`,
};

export const UPSERT_MINUTES = {
  name: "upsert-line-minutes",
  text: `insert into line_minute as known (project_id, minute, level, line_count, dropped_count)
    select $1, minute, level, line_count, dropped_count
    from unnest($2::timestamptz[], $3::int2[], $4::int8[], $5::int8[]) as sent (minute, level, line_count, dropped_count)
    on conflict (project_id, minute, level) do update set
      line_count = known.line_count + excluded.line_count,
      dropped_count = known.dropped_count + excluded.dropped_count`,
};

export function minuteValues(projectId: string, minutes: readonly MinuteChange[]): unknown[] {
  return [
    projectId,
    minutes.map(({ minuteMs }) => new Date(minuteMs)),
    minutes.map(({ level }) => level),
    minutes.map(({ lineCount }) => lineCount),
    minutes.map(({ droppedCount }) => droppedCount),
  ];
}

/** Counts are added, the rest is as worked out from the row under its lock. The minute is ours, as `linesPerSecond` is reckoned. */
export const UPSERT_WORKERS = {
  name: "upsert-workers",
  text: `insert into worker as known (project_id, id, agent, deployment, host, pid, sender, sender_version, livekit_id, state,
      exit_code, exit_signal, started_at, ended_at, last_seen_at, last_line_at, line_count, dropped_count, recent_minute,
      recent_count, clock_offset_ms, last_error, seen, earlier_livekit_ids)
    select $1, id, agent, deployment, host, pid, sender, sender_version, livekit_id, state, exit_code, exit_signal, started_at,
      ended_at, now(), last_line_at, line_count, dropped_count, date_trunc('minute', now()), line_count, clock_offset_ms,
      last_error, seen::int8multirange, string_to_array(earlier_livekit_ids, ' ')
    from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::int4[], $7::text[], $8::text[], $9::text[], $10::text[],
        $11::int4[], $12::text[], $13::timestamptz[], $14::timestamptz[], $15::timestamptz[], $16::int8[], $17::int8[],
        $18::float8[], $19::text[], $20::text[], $21::text[])
      as sent (id, agent, deployment, host, pid, sender, sender_version, livekit_id, state, exit_code, exit_signal, started_at,
        ended_at, last_line_at, line_count, dropped_count, clock_offset_ms, last_error, seen, earlier_livekit_ids)
    on conflict (project_id, id) do update set
      agent = excluded.agent, deployment = coalesce(excluded.deployment, known.deployment),
      host = coalesce(excluded.host, known.host), pid = coalesce(excluded.pid, known.pid), sender = excluded.sender,
      sender_version = excluded.sender_version, livekit_id = excluded.livekit_id, state = excluded.state,
      exit_code = excluded.exit_code, exit_signal = excluded.exit_signal, ended_at = excluded.ended_at,
      started_at = least(known.started_at, excluded.started_at), last_seen_at = excluded.last_seen_at,
      last_line_at = greatest(known.last_line_at, excluded.last_line_at),
      line_count = known.line_count + excluded.line_count, dropped_count = known.dropped_count + excluded.dropped_count,
      recent_minute = excluded.recent_minute,
      recent_count = excluded.recent_count
        + case when known.recent_minute = excluded.recent_minute then known.recent_count else 0 end,
      recent_count_before = case excluded.recent_minute - known.recent_minute
        when interval '0' then known.recent_count_before when interval '1 minute' then known.recent_count else 0 end,
      clock_offset_ms = excluded.clock_offset_ms, last_error = excluded.last_error, seen = excluded.seen,
      earlier_livekit_ids = excluded.earlier_livekit_ids`,
};

export function workerValues(projectId: string, workers: readonly WorkerChange[]): unknown[] {
  const told = workers.map((worker) => worker.told);
  const toDate = (ms: number | null) => (ms === null ? null : new Date(ms));
  return [
    projectId,
    workers.map(({ id }) => id),
    told.map(({ agent }) => agent),
    told.map(({ deployment }) => deployment),
    told.map(({ host }) => host),
    told.map(({ pid }) => pid),
    told.map(({ sender }) => sender),
    told.map(({ senderVersion }) => senderVersion),
    workers.map(({ livekitId }) => livekitId),
    workers.map(({ state }) => state),
    workers.map(({ exitCode }) => exitCode),
    workers.map(({ exitSignal }) => exitSignal),
    told.map(({ startedAtMs }) => new Date(startedAtMs)),
    workers.map(({ endedAtMs }) => toDate(endedAtMs)),
    workers.map(({ lastLineAtMs }) => toDate(lastLineAtMs)),
    workers.map(({ lineCount }) => lineCount),
    workers.map(({ droppedCount }) => droppedCount),
    workers.map(({ clockOffsetMs }) => clockOffsetMs),
    told.map(({ lastError }) => lastError),
    workers.map(({ seen }) => seen.toText()),
    // Such ids have no blank (normalise/lines.ts).
    workers.map(({ earlierLivekitIds }) => earlierLivekitIds.join(" ")),
  ];
}

/** What failed stays failed; what ended does not run again because a line came late. Whether it became a session is looked at anew. */
export const UPSERT_JOBS = {
  name: "upsert-worker-jobs",
  text: `insert into worker_job as known (project_id, worker, job_id, room_id, room_name, first_at, last_at, error_count, last_error,
      state)
    select $1, worker, job_id, room_id, room_name, first_at, last_at, error_count, last_error, state
    from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::int8[], $9::text[],
        $10::text[])
      as sent (worker, job_id, room_id, room_name, first_at, last_at, error_count, last_error, state)
    on conflict (project_id, worker, job_id) do update set
      room_id = coalesce(excluded.room_id, known.room_id), room_name = coalesce(excluded.room_name, known.room_name),
      first_at = least(known.first_at, excluded.first_at), last_at = greatest(known.last_at, excluded.last_at),
      error_count = known.error_count + excluded.error_count,
      last_error = coalesce(excluded.last_error, known.last_error),
      state = case when known.state = 'failed' or excluded.state = 'running' then known.state else excluded.state end,
      checked_at = null`,
};

export function jobValues(projectId: string, jobs: readonly JobChange[]): unknown[] {
  return [
    projectId,
    jobs.map(({ worker }) => worker),
    jobs.map(({ jobId }) => jobId),
    jobs.map(({ roomId }) => roomId),
    jobs.map(({ roomName }) => roomName),
    jobs.map(({ firstAtMs }) => new Date(firstAtMs)),
    jobs.map(({ lastAtMs }) => new Date(lastAtMs)),
    jobs.map(({ errorCount }) => errorCount),
    jobs.map(({ lastError }) => lastError),
    jobs.map(({ state }) => state),
  ];
}

/** The jobs that a worker still had when it ended: of a crash they failed. */
export const END_JOBS = {
  name: "end-worker-jobs",
  text: `update worker_job set state = case when worker = any ($3::text[]) then 'failed' else 'ended' end, checked_at = null
    where project_id = $1 and worker = any ($2::text[]) and state = 'running'`,
};
