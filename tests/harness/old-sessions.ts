import type pg from "pg";

/** Rows as the product leaves them, by SQL: thousands of sessions that nobody has to send first. */
export interface OldSessions {
  projectId: string;
  prefix: string;
  count: number;
  /** Days before now that they ended. */
  endedDaysAgo: number;
}

/** The key of the audio file of session `n`; the file itself is for the caller to make. */
export function oldAudioKey({ projectId, prefix }: Pick<OldSessions, "projectId" | "prefix">, n: number): string {
  return `recordings/${projectId}/2026-01-01/${prefix}${n}.ogg`;
}

/**
 * Inserts sessions `prefix`1 … `prefix`count, each with three journal entries, two turns, a recording and its search text: eight
 * rows with its own.
 */
export async function insertOldSessions(
  query: (text: string, values: unknown[]) => Promise<pg.QueryResult>,
  { projectId, prefix, count, endedDaysAgo }: OldSessions,
): Promise<void> {
  const of = "from generate_series(1, $3::int) as n";
  const ended = "now() - make_interval(hours => 24 * $4::int)";
  const values = [projectId, prefix, count, endedDaysAgo];
  await query(
    `insert into session (project_id, session_id, room_id, status, started_at, ended_at, user_turn_count, agent_turn_count,
      tool_call_count, tool_error_count, interruption_count, handoff_count, error_count, tags, usage, first_received_at,
      last_received_at, journal_bytes)
    select $1, $2 || n, 'RM_' || $2 || n, 'ended', ${ended} - interval '5 minutes', ${ended}, 1, 1, 0, 0, 0, 0, 0, '{}', '[]',
      ${ended}, ${ended}, 30 ${of}`,
    values,
  );
  await query(
    `insert into journal_entry (project_id, session_id, received_at, signal, encoding, record_count, body)
    select $1, $2 || n, ${ended}, 1, 1, 1, '\\x00010203040506070809' ${of}, generate_series(1, 3)`,
    values,
  );
  await query(
    `insert into turn (project_id, session_id, index, item_id, role, start_ms, text, interrupted)
    select $1, $2 || n, i, 'item_' || i, 'user', 0, 'hello', false ${of}, generate_series(1, 2) as i where $4::int is not null`,
    values,
  );
  await query(
    `insert into recording (project_id, session_id, blob_key, size_bytes, content_type, attempts)
    select $1, $2 || n, 'recordings/' || $1 || '/2026-01-01/' || $2 || n || '.ogg', 4, 'audio/ogg', 3 ${of} where $4::int is not null`,
    values,
  );
  await query(
    `insert into session_text (project_id, session_id, text, at_ms)
    select $1, $2 || n, 'hello', '{0}' ${of} where $4::int is not null`,
    values,
  );
}
