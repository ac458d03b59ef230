import { FACETS, type Facet } from "@/lib/model/facets";
import { type RangeName, SessionFilters } from "@/lib/model/views";
import { sessionPath } from "@/lib/view/paths";

const HOUR_MS = 3_600_000;

/** How far back the list looks, by the name it has in the address; null: to the beginning. */
export const RANGES: { value: RangeName; label: string; lengthMs: number | null }[] = [
  { value: "all", label: "All time", lengthMs: null },
  { value: "1h", label: "Last hour", lengthMs: HOUR_MS },
  { value: "24h", label: "Last 24 hours", lengthMs: 24 * HOUR_MS },
  { value: "7d", label: "Last 7 days", lengthMs: 7 * 24 * HOUR_MS },
  { value: "30d", label: "Last 30 days", lengthMs: 30 * 24 * HOUR_MS },
];

export type Sort = SessionFilters["sort"];
export const NO_FILTERS: SessionFilters = SessionFilters.parse({});

/** Reads the address; what makes no sense there counts as not said. */
export function readFilters(params: URLSearchParams): SessionFilters {
  const said: Record<string, unknown> = {
    q: params.get("q")?.trim() ?? "",
    range: params.get("range") ?? "all",
    from: params.get("from"),
    to: params.get("to"),
    sort: params.get("sort") ?? NO_FILTERS.sort,
  };
  for (const facet of FACETS) said[facet] = readFacet(params.getAll(facet), facet);
  const filters = { ...NO_FILTERS };
  for (const [name, field] of Object.entries(SessionFilters.shape)) {
    const parsed = field.safeParse(said[name]);
    if (parsed.success) Object.assign(filters, { [name]: parsed.data });
  }
  return filters.range === "all" ? filters : { ...filters, from: null, to: null };
}

function readFacet(values: string[], facet: Facet): unknown {
  if (facet !== "hasErrors" && facet !== "hasRecording") return [...new Set(values)].sort();
  return values[0] === undefined ? null : { true: true, false: false }[values[0]];
}

/** The address's search part for these filters, without what is neutral: "" or "?q=…". */
export function writeFilters(filters: SessionFilters, viewId: string | null = null): string {
  const params = facetParams(filters);
  if (filters.range !== "all") params.set("range", filters.range);
  if (filters.from) params.set("from", filters.from);
  if (filters.to) params.set("to", filters.to);
  if (filters.sort !== NO_FILTERS.sort) params.set("sort", filters.sort);
  if (viewId !== null) params.set("view", viewId);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

function facetParams(filters: SessionFilters): URLSearchParams {
  const params = new URLSearchParams();
  if (filters.q) params.set("q", filters.q);
  for (const facet of FACETS) for (const value of chosenValues(filters, facet)) params.append(facet, value);
  return params;
}

/** What is chosen of a facet, as the API's parameter takes it. */
export function chosenValues(filters: SessionFilters, facet: Facet): string[] {
  const chosen = filters[facet];
  if (chosen === null) return [];
  return Array.isArray(chosen) ? chosen : [String(chosen)];
}

/** The filters with other choices of one facet. Of a yes-or-no facet the last choice counts, both are no filter. */
export function withChosen(facet: Facet, values: string[]): Partial<SessionFilters> {
  if (facet !== "hasErrors" && facet !== "hasRecording") return { [facet]: [...values].sort() };
  return { [facet]: values.length === 1 ? values[0] === "true" : null };
}

export function hasTime({ range, from, to }: SessionFilters): boolean {
  return range !== "all" || from !== null || to !== null;
}

/** True when a session may be hidden by these filters; the order hides nothing. */
export function isNarrowed(filters: SessionFilters): boolean {
  return filters.q !== "" || hasTime(filters) || FACETS.some((facet) => chosenValues(filters, facet).length > 0);
}

export function isSame(a: SessionFilters, b: SessionFilters): boolean {
  return writeFilters(a) === writeFilters(b);
}

/** The API's parameters for these filters, without order and page. `nowMs` is where "the last hour" ends. */
export function apiParams(project: string, filters: SessionFilters, nowMs: number): URLSearchParams {
  const params = facetParams(filters);
  params.set("project", project);
  const lengthMs = RANGES.find((range) => range.value === filters.range)?.lengthMs ?? null;
  if (lengthMs !== null) params.set("from", new Date(nowMs - lengthMs).toISOString());
  else {
    if (filters.from) params.set("from", filters.from);
    if (filters.to) params.set("to", filters.to);
  }
  return params;
}

const PAGE_SIZE = 50;

/** The request for one page of the list. */
export function sessionsUrl(project: string, filters: SessionFilters, cursor: string | null, nowMs: number): string {
  const params = apiParams(project, filters, nowMs);
  params.set("limit", String(PAGE_SIZE));
  params.set("sort", filters.sort);
  if (cursor !== null) params.set("cursor", cursor);
  return `/api/v1/sessions?${params}`;
}

/** A session's own page, at the moment that was found. */
export function foundPath(project: string, sessionId: string, atMs: number | null): string {
  const path = sessionPath(project, sessionId);
  return atMs === null ? path : `${path}?t=${Math.max(0, Math.round(atMs) / 1000)}`;
}
