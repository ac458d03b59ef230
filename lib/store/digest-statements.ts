// The statements of `digests.ts`. Rows come as JSON, whose names are the model's: one parameter, one plan, and each
// column is named where it is written. $1 is always the project.

const SESSION_COLUMNS = [
  ["room_id", "roomId", "text"],
  ["room_name", "roomName", "text"],
  ["agent_name", "agentName", "text"],
  ["sdk_language", "sdkLanguage", "text"],
  ["sdk_version", "sdkVersion", "text"],
  ["status", "status", "text"],
  ["started_at", "startedAt", "timestamptz"],
  ["ended_at", "endedAt", "timestamptz"],
  ["duration_ms", "durationMs", "float8"],
  ["user_turn_count", "userTurnCount", "int"],
  ["agent_turn_count", "agentTurnCount", "int"],
  ["tool_call_count", "toolCallCount", "int"],
  ["tool_error_count", "toolErrorCount", "int"],
  ["interruption_count", "interruptionCount", "int"],
  ["handoff_count", "handoffCount", "int"],
  ["error_count", "errorCount", "int"],
  ["e2e_p50_ms", "e2eP50Ms", "float8"],
  ["e2e_p95_ms", "e2eP95Ms", "float8"],
  ["close_reason", "closeReason", "text"],
  ["outcome", "outcome", "text"],
  ["tags", "tags", "text[]"],
  ["identities", "identities", "text[]"],
  ["phones", "phones", "text[]"],
  ["usage", "usage", "jsonb"],
  ["token_count", "tokenCount", "bigint"],
  ["has_recording", "hasRecording", "boolean"],
  ["worker_id", "workerId", "text"],
  ["first_received_at", "firstReceivedAt", "timestamptz"],
  ["last_received_at", "lastReceivedAt", "timestamptz"],
  ["journal_bytes", "journalBytes", "bigint"],
  ["read_at", "readAt", "timestamptz"],
] as const;

const columns = SESSION_COLUMNS.map(([column]) => column).join(", ");
const fields = SESSION_COLUMNS.map(([, field]) => `"${field}"`).join(", ");
const fieldTypes = SESSION_COLUMNS.map(([, field, type]) => `"${field}" ${type}`).join(", ");
const updates = SESSION_COLUMNS.map(([column]) => `${column} = excluded.${column}`).join(", ");

/**
 * $2: JSON list of session rows. Answers the ids that were saved. Two digests of one session may run at once (one for its own
 * entries, one for its room's), and the one that read less may come last: what was read later stays.
 */
export const UPSERT_SESSIONS = {
  name: "upsert-sessions",
  text: `
    insert into session (project_id, session_id, ${columns})
    select $1, "sessionId", ${fields} from json_to_recordset($2::json) as row ("sessionId" text, ${fieldTypes})
    on conflict (project_id, session_id) do update set ${updates}
      where session.read_at is null or session.read_at <= excluded.read_at
    returning session_id`,
};

/** $2: session ids. Search text is replaced only when there is a new one. */
export const DELETE_ROWS = {
  name: "delete-digest-rows",
  text: `
    with turns as (delete from turn where project_id = $1 and session_id = any ($2::text[])),
      tools as (delete from tool_call where project_id = $1 and session_id = any ($2::text[]))
    delete from model_usage where project_id = $1 and session_id = any ($2::text[])`,
};

/** $2: JSON `{ turns, tools, usage, texts }`, each a list of rows with their session's id. */
export const INSERT_ROWS = {
  name: "insert-digest-rows",
  text: `
    with turns as (
      insert into turn (project_id, session_id, index, item_id, role, start_ms, end_ms, text, interrupted, confidence,
        e2e_latency_ms)
      select $1, "sessionId", index, "itemId", role, "startMs", "endMs", text, interrupted, confidence, "e2eLatencyMs"
      from json_to_recordset($2::json -> 'turns') as row ("sessionId" text, index int, "itemId" text, role text,
        "startMs" float8, "endMs" float8, text text, interrupted bool, confidence float8, "e2eLatencyMs" float8)
    ), tools as (
      insert into tool_call (project_id, session_id, index, call_id, name, start_ms, duration_ms, is_error)
      select $1, "sessionId", index, "callId", name, "startMs", "durationMs", "isError"
      from json_to_recordset($2::json -> 'tools') as row ("sessionId" text, index int, "callId" text, name text,
        "startMs" float8, "durationMs" float8, "isError" bool)
    ), usage as (
      insert into model_usage (project_id, session_id, index, kind, provider, model, figures)
      select $1, "sessionId", index, kind, provider, model, figures
      from json_to_recordset($2::json -> 'usage') as row ("sessionId" text, index int, kind text, provider text,
        model text, figures jsonb)
    )
    insert into session_text as known (project_id, session_id, text, at_ms)
    select $1, "sessionId", text, "atMs"
    from json_to_recordset($2::json -> 'texts') as row ("sessionId" text, text text, "atMs" float8[])
    on conflict (project_id, session_id) do update set text = excluded.text, at_ms = excluded.at_ms
    where known.text <> excluded.text or known.at_ms <> excluded.at_ms`,
};

/** $2: JSON list of recordings; $3: all saved session ids, of which those without a recording lose theirs. */
export const UPSERT_RECORDINGS = {
  name: "upsert-recordings",
  text: `
    with sent as (
      select * from json_to_recordset($2::json) as row ("sessionId" text, "blobKey" text, "sizeBytes" bigint,
        "contentType" text, "startedAt" timestamptz, "declaredDurationMs" float8)
    ), gone as (
      delete from recording where project_id = $1 and session_id = any ($3::text[])
        and session_id not in (select "sessionId" from sent)
    )
    insert into recording as known (project_id, session_id, blob_key, size_bytes, content_type, started_at,
      declared_duration_ms)
    select $1, "sessionId", "blobKey", "sizeBytes", "contentType", "startedAt", "declaredDurationMs" from sent
    on conflict (project_id, session_id) do update set
      size_bytes = excluded.size_bytes,
      content_type = excluded.content_type,
      started_at = excluded.started_at,
      declared_duration_ms = excluded.declared_duration_ms,
      duration_ms = case when known.blob_key = excluded.blob_key then known.duration_ms end,
      peaks_blob_key = case when known.blob_key = excluded.blob_key then known.peaks_blob_key end,
      activity = case when known.blob_key = excluded.blob_key then known.activity end,
      claimed_at = case when known.blob_key = excluded.blob_key then known.claimed_at end,
      attempts = case when known.blob_key = excluded.blob_key then known.attempts else 0 end,
      failure = case when known.blob_key = excluded.blob_key then known.failure end,
      blob_key = excluded.blob_key`,
};

/** $2: ids of sessions that are none any more: rooms that stood in for sessions with a job, traces whose session was named. */
export const DELETE_DIGESTS = {
  name: "delete-digests",
  text: `
    with turns as (delete from turn where project_id = $1 and session_id = any ($2::text[])),
      tools as (delete from tool_call where project_id = $1 and session_id = any ($2::text[])),
      usage as (delete from model_usage where project_id = $1 and session_id = any ($2::text[])),
      texts as (delete from session_text where project_id = $1 and session_id = any ($2::text[])),
      recordings as (delete from recording where project_id = $1 and session_id = any ($2::text[]))
    delete from session where project_id = $1 and session_id = any ($2::text[])`,
};
