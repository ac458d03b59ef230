import { DEFAULT_SHOWN, inOrder } from "./row-filters";
import { ROW_KINDS, type RowKind } from "./rows";
import type { TimeWindow } from "./time-scale";

/** What a link to a session restores. `positionMs` on the session's clock; null: not said. */
export interface SessionLink {
  positionMs: number | null;
  recordId: string | null;
  shown: ReadonlySet<RowKind>;
  find: string;
  /** The zoom; null: the whole session. */
  window: TimeWindow | null;
  /** The span tree instead of the list. */
  isTree: boolean;
}

/** Reads `?t=83.25&from=80&to=95&span=…&show=transcript,span&q=…`, times in seconds; what makes no sense is not said. */
export function parseSessionLink(search: URLSearchParams): SessionLink {
  const positionMs = readSeconds(search, "t");
  const show = search.get("show");
  const wanted = new Set(show === null ? DEFAULT_SHOWN : show.split(","));
  return {
    positionMs,
    recordId: search.get("span") || null,
    shown: new Set(ROW_KINDS.filter((kind) => wanted.has(kind))),
    find: search.get("q") ?? "",
    window: readWindow(search),
    isTree: search.get("view") === "tree",
  };
}

/** A number of seconds as milliseconds; null when it is not there or no number. */
function readSeconds(search: URLSearchParams, name: string): number | null {
  const text = search.get(name);
  const seconds = text === null || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}

function readWindow(search: URLSearchParams): TimeWindow | null {
  const startMs = readSeconds(search, "from");
  const endMs = readSeconds(search, "to");
  return startMs !== null && endMs !== null && startMs < endMs ? { startMs, endMs } : null;
}

/** The query of a link, with `?`, or an empty text when there is nothing to say. Positions to the hundredth second. */
export function toSessionSearch(link: SessionLink): string {
  const search = new URLSearchParams();
  if (link.positionMs !== null) search.set("t", secondsOf(link.positionMs));
  if (link.window !== null) {
    search.set("from", secondsOf(link.window.startMs));
    search.set("to", secondsOf(link.window.endMs));
  }
  if (link.recordId !== null) search.set("span", link.recordId);
  const shown = inOrder(link.shown).join(",");
  if (shown !== inOrder(new Set(DEFAULT_SHOWN)).join(",")) search.set("show", shown);
  if (link.isTree) search.set("view", "tree");
  if (link.find.trim() !== "") search.set("q", link.find.trim());
  const text = search.toString().replaceAll("%2C", ",");
  return text === "" ? "" : `?${text}`;
}

function secondsOf(ms: number): string {
  return String(Math.round(ms / 10) / 100);
}
