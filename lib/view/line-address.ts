import { fieldTerm } from "./line-terms";

/** A length of time that ends now, by the name it has in the address. */
export const LINE_RANGES = [
  { value: "15m", label: "Last 15 minutes", lengthMs: 15 * 60_000 },
  { value: "1h", label: "Last hour", lengthMs: 3_600_000 },
  { value: "6h", label: "Last 6 hours", lengthMs: 6 * 3_600_000 },
  { value: "24h", label: "Last 24 hours", lengthMs: 24 * 3_600_000 },
  { value: "7d", label: "Last 7 days", lengthMs: 7 * 86_400_000 },
  { value: "30d", label: "Last 30 days", lengthMs: 30 * 86_400_000 },
  { value: "90d", label: "Last 90 days", lengthMs: 90 * 86_400_000 },
] as const;
export type LineRange = (typeof LINE_RANGES)[number]["value"];

const RANGE_DEFAULT: LineRange = "15m";

/** Which lines the screen shows. */
export interface LogsAddress {
  q: string;
  /** Used while neither `from` nor `to` is given. */
  range: LineRange;
  from: string | null;
  to: string | null;
  /** Goes on with what comes; only where the time ends now. */
  isLive: boolean;
  /** The line whose details are open: a link to a line is its id and its time, for ids alone have no index. */
  line: { id: string; at: string } | null;
}

/** Reads `?q=…&range=1h&from=…&to=…&live=0&line=123@2026-11-21T12:00:00.000Z`; what makes no sense is not said. */
export function readLogsAddress(search: URLSearchParams): LogsAddress {
  const [from, to] = [instantOf(search.get("from")), instantOf(search.get("to"))];
  const isOrdered = from === null || to === null || from < to;
  const range = LINE_RANGES.find(({ value }) => value === search.get("range"))?.value ?? RANGE_DEFAULT;
  const span = isOrdered ? { from, to } : { from: null, to: null };
  const line = lineOf(search.get("line"));
  const isLive = span.to === null && (search.get("live") ?? (line ? "0" : "1")) !== "0";
  return { q: search.get("q") ?? "", range, ...span, isLive, line };
}

/** The address's search part, without what is neutral: "" or "?q=…". */
export function writeLogsAddress({ q, range, from, to, isLive, line }: LogsAddress): string {
  const search = new URLSearchParams();
  if (q.trim() !== "") search.set("q", q);
  if (from === null && to === null && range !== RANGE_DEFAULT) search.set("range", range);
  if (from !== null) search.set("from", from);
  if (to !== null) search.set("to", to);
  if (to === null && isLive !== (line === null)) search.set("live", isLive ? "1" : "0");
  if (line !== null) search.set("line", `${line.id}@${line.at}`);
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

/** From when to when; `to` is null where it ends now. */
export function spanOf({ range, from, to }: LogsAddress, nowMs: number): { from: string | null; to: string | null } {
  if (from !== null || to !== null) return { from, to };
  const lengthMs = LINE_RANGES.find(({ value }) => value === range)?.lengthMs ?? LINE_RANGES[0].lengthMs;
  return { from: new Date(nowMs - lengthMs).toISOString(), to: null };
}

/** What a process prints about a job a moment before it begins and after it ended belongs to it. */
const AROUND_SESSION_MS = 60_000;

/** The screen with the lines of one session, in its time. */
export function sessionLogsPath(
  project: string,
  session: { id: string; startedAt: string; endedAt: string | null },
): string {
  const shifted = (at: string, byMs: number) => new Date(Date.parse(at) + byMs).toISOString();
  const search = writeLogsAddress({
    ...{ q: fieldTerm("job_id", session.id), range: RANGE_DEFAULT, line: null },
    from: shifted(session.startedAt, -AROUND_SESSION_MS),
    to: session.endedAt && shifted(session.endedAt, AROUND_SESSION_MS),
    isLive: session.endedAt === null,
  });
  return `/p/${encodeURIComponent(project)}/logs${search}`;
}

function instantOf(text: string | null): string | null {
  const at = text === null ? null : new Date(text);
  return at && !Number.isNaN(at.getTime()) ? at.toISOString() : null;
}

function lineOf(text: string | null): LogsAddress["line"] {
  const [, id, at] = /^(\d{1,19})@(.+)$/.exec(text ?? "") ?? [];
  const instant = instantOf(at ?? null);
  return id && instant ? { id, at: instant } : null;
}
