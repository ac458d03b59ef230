import { DEFAULT_SHOWN, inOrder } from "./row-filters";
import { ROW_KINDS, type RowKind } from "./rows";

/** What a link to a session restores. `positionMs` on the session's clock; null: not said. */
export interface SessionLink {
  positionMs: number | null;
  recordId: string | null;
  shown: ReadonlySet<RowKind>;
  find: string;
}

/** Reads `?t=83.25&span=…&show=transcript,span&q=…`; what makes no sense counts as not said. `t` is in seconds. */
export function parseSessionLink(search: URLSearchParams): SessionLink {
  const seconds = search.get("t");
  const t = seconds === null || seconds.trim() === "" ? Number.NaN : Number(seconds);
  const show = search.get("show");
  const wanted = new Set(show === null ? DEFAULT_SHOWN : show.split(","));
  return {
    positionMs: Number.isFinite(t) ? t * 1000 : null,
    recordId: search.get("span") || null,
    shown: new Set(ROW_KINDS.filter((kind) => wanted.has(kind))),
    find: search.get("q") ?? "",
  };
}

/** The query of a link, with `?`, or an empty text when there is nothing to say. Positions to the hundredth second. */
export function toSessionSearch(link: SessionLink): string {
  const search = new URLSearchParams();
  if (link.positionMs !== null) search.set("t", String(Math.round(link.positionMs / 10) / 100));
  if (link.recordId !== null) search.set("span", link.recordId);
  const shown = inOrder(link.shown).join(",");
  if (shown !== inOrder(new Set(DEFAULT_SHOWN)).join(",")) search.set("show", shown);
  if (link.find.trim() !== "") search.set("q", link.find.trim());
  const text = search.toString().replaceAll("%2C", ",");
  return text === "" ? "" : `?${text}`;
}
