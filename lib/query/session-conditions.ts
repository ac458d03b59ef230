import type { SessionsFilter } from "@/lib/model/sessions";
import { STATUS_NOW } from "./session-rows";

/** Hands a value over as a parameter and answers its place in the SQL. */
export type Bind = (value: unknown) => string;

/** The conditions on row `s` of `session` for everything but the searched words, which `search.ts` knows. */
export function sessionConditions(filter: SessionsFilter, bind: Bind): string[] {
  const where: string[] = timeConditions(filter, bind);
  if (filter.agent !== undefined) where.push(agentCondition(filter.agent, bind));
  if (filter.tag !== undefined) where.push(`s.tags && ${bind(filter.tag)}::text[]`);
  if (filter.outcome !== undefined) where.push(`coalesce(s.outcome, 'none') = any (${bind(filter.outcome)}::text[])`);
  if (filter.sdk !== undefined) {
    const sdks = bind(filter.sdk);
    where.push(`(s.sdk_language = any (${sdks}::text[]) or ${SDK} = any (${sdks}::text[]))`);
  }
  if (filter.hasErrors !== undefined) where.push(filter.hasErrors ? "s.error_count > 0" : "s.error_count = 0");
  if (filter.hasRecording !== undefined) where.push(filter.hasRecording ? "s.has_recording" : "not s.has_recording");
  if (filter.status !== undefined) where.push(`(${filter.status.map(statusCondition).join(" or ")})`);
  return where;
}

/** Language and version as one text; empty when the sender told neither. */
const SDK = "trim(concat_ws(' ', s.sdk_language, s.sdk_version))";

export function timeConditions({ from, to }: SessionsFilter, bind: Bind): string[] {
  const where: string[] = [];
  if (from !== undefined) where.push(`s.started_at >= ${bind(from)}::timestamptz`);
  if (to !== undefined) where.push(`s.started_at < ${bind(to)}::timestamptz`);
  return where;
}

/** One agent is an equality, so that pages come in the order of the index; "" is a session without one. */
export function agentCondition(agents: string[], bind: Bind): string {
  const named = agents.filter((agent) => agent !== "");
  const conditions = named.length > 1 ? [`s.agent_name = any (${bind(named)}::text[])`] : [];
  if (named.length === 1) conditions.push(`s.agent_name = ${bind(named[0])}`);
  if (named.length < agents.length) conditions.push("s.agent_name is null");
  return `(${conditions.join(" or ")})`;
}

function statusCondition(status: "live" | "ended" | "failed"): string {
  if (status === "failed") return "s.status = 'failed'";
  if (status === "live") return `(s.status = 'live' and ${STATUS_NOW} = 'live')`;
  // Said this way the planner knows how many there are, and takes them in the order of the index.
  return `(s.status = 'ended' or (s.status = 'live' and ${STATUS_NOW} = 'ended'))`;
}
