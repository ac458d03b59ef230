import { SessionStatus, SessionsQuery } from "@/lib/model/sessions";

const HOUR_MS = 3_600_000;

/** How far back the list looks, by the name it has in the address; null: to the beginning. */
export const RANGES = [
  { value: "all", label: "All time", lengthMs: null },
  { value: "1h", label: "Last hour", lengthMs: HOUR_MS },
  { value: "24h", label: "Last 24 hours", lengthMs: 24 * HOUR_MS },
  { value: "7d", label: "Last 7 days", lengthMs: 7 * 24 * HOUR_MS },
  { value: "30d", label: "Last 30 days", lengthMs: 30 * 24 * HOUR_MS },
] as const;
export type Range = (typeof RANGES)[number]["value"];

export type Sort = SessionsQuery["sort"];
export const DEFAULT_SORT: Sort = "-startedAt";

/** What the reader asked for; it stands in the address, so that a link shows the same list. */
export interface SessionsFilters {
  q: string;
  status: SessionStatus | null;
  range: Range;
  agent: string | null;
  sort: Sort;
}

export const NO_FILTERS: SessionsFilters = { q: "", status: null, range: "all", agent: null, sort: DEFAULT_SORT };

/** Reads the address; what makes no sense there counts as not said. */
export function readFilters(params: URLSearchParams): SessionsFilters {
  const status = SessionStatus.safeParse(params.get("status"));
  const sort = SessionsQuery.shape.sort.safeParse(params.get("sort") ?? undefined);
  return {
    q: params.get("q")?.trim() ?? "",
    status: status.success ? status.data : null,
    range: RANGES.find((range) => range.value === params.get("range"))?.value ?? "all",
    agent: params.get("agent") || null,
    sort: sort.success ? sort.data : DEFAULT_SORT,
  };
}

/** The address's search part for these filters, without what is neutral: "" or "?q=…". */
export function writeFilters(filters: SessionsFilters): string {
  const params = new URLSearchParams();
  if (filters.q) params.set("q", filters.q);
  if (filters.status) params.set("status", filters.status);
  if (filters.range !== "all") params.set("range", filters.range);
  if (filters.agent) params.set("agent", filters.agent);
  if (filters.sort !== DEFAULT_SORT) params.set("sort", filters.sort);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

/** True when a session may be hidden by these filters; the order hides nothing. */
export function isNarrowed(filters: SessionsFilters): boolean {
  return filters.q !== "" || filters.status !== null || filters.range !== "all" || filters.agent !== null;
}

const PAGE_SIZE = 50;

/** The request for one page of the list. `nowMs` is where "the last hour" ends. */
export function sessionsUrl(project: string, filters: SessionsFilters, cursor: string | null, nowMs: number): string {
  const params = new URLSearchParams({ project, limit: String(PAGE_SIZE), sort: filters.sort });
  const lengthMs = RANGES.find((range) => range.value === filters.range)?.lengthMs ?? null;
  if (filters.q) params.set("q", filters.q);
  if (filters.status) params.set("status", filters.status);
  if (filters.agent) params.set("agent", filters.agent);
  if (lengthMs !== null) params.set("from", new Date(nowMs - lengthMs).toISOString());
  if (cursor !== null) params.set("cursor", cursor);
  return `/api/v1/sessions?${params}`;
}

/** The session's own page; with a found moment it opens there. */
export function sessionPath(project: string, sessionId: string, atMs: number | null): string {
  const path = `/p/${encodeURIComponent(project)}/sessions/${encodeURIComponent(sessionId)}`;
  return atMs === null ? path : `${path}?t=${Math.max(0, Math.round(atMs) / 1000)}`;
}
