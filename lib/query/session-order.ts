import type { SessionSort } from "@/lib/model/sessions";

/** A sort key: its SQL never holds what a caller sent. Missing figures come last either way, missing names count as empty. */
export interface SortKey {
  sql: string;
  direction: "asc" | "desc";
  cast: "timestamptz" | "float8" | "int8" | "text";
  kind: "instant" | "number" | "text";
}

const startedAt = { sql: "s.started_at", cast: "timestamptz", kind: "instant" } as const;

/** Every key has an index of its expression and the id (migrations 0004 and 0007), so that any page is found without sorting. */
export const SORT_KEYS: Record<SessionSort, SortKey> = {
  "-startedAt": { ...startedAt, direction: "desc" },
  startedAt: { ...startedAt, direction: "asc" },
  "-durationMs": figure("s.duration_ms", "desc"),
  durationMs: figure("s.duration_ms", "asc"),
  "-latency": figure("s.e2e_p95_ms", "desc"),
  latency: figure("s.e2e_p95_ms", "asc"),
  "-latencyP50": figure("s.e2e_p50_ms", "desc"),
  latencyP50: figure("s.e2e_p50_ms", "asc"),
  "-agent": name("s.agent_name", "desc"),
  agent: name("s.agent_name", "asc"),
  "-room": name("s.room_name", "desc"),
  room: name("s.room_name", "asc"),
  "-turns": count("(s.user_turn_count + s.agent_turn_count)", "desc"),
  turns: count("(s.user_turn_count + s.agent_turn_count)", "asc"),
  "-interruptions": count("s.interruption_count", "desc"),
  interruptions: count("s.interruption_count", "asc"),
  "-tools": count("s.tool_call_count", "desc"),
  tools: count("s.tool_call_count", "asc"),
  "-errors": count("s.error_count", "desc"),
  errors: count("s.error_count", "asc"),
  "-tokens": count("s.token_count", "desc"),
  tokens: count("s.token_count", "asc"),
};

function figure(column: string, direction: "asc" | "desc"): SortKey {
  const missing = direction === "asc" ? "1e18" : "-1e18";
  return { sql: `coalesce(${column}, ${missing})`, direction, cast: "float8", kind: "number" };
}

function count(column: string, direction: "asc" | "desc"): SortKey {
  return { sql: column, direction, cast: "int8", kind: "number" };
}

function name(column: string, direction: "asc" | "desc"): SortKey {
  return { sql: `coalesce(${column}, '')`, direction, cast: "text", kind: "text" };
}
