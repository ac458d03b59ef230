import type { ProjectScope } from "@/lib/model/scope";
import type { Session, SessionsExportQuery } from "@/lib/model/sessions";
import { searchSessions } from "./search";
import { toSearchTerms } from "./search-terms";
import { loadSessionPage } from "./session-pages";

/** Rows in memory at a time. */
const PAGE_SIZE = 200;

/**
 * All sessions of a filter in its order, or the named ones, page by page: one page is read when the one before was taken, so memory stays
 * flat. A session that begins meanwhile may be missing. Each page is non-empty.
 */
export async function* listAllSessions(
  scope: ProjectScope,
  { ids, format: _, ...filter }: SessionsExportQuery,
): AsyncGenerator<Session[]> {
  const terms = toSearchTerms(filter.q ?? "");
  const found = terms.length > 0 ? await searchSessions(scope, terms) : null;
  const among = ids ? ids.filter((id) => !found || found.includes(id)) : found;
  for (let cursor: string | undefined; ; ) {
    const query = { ...filter, limit: PAGE_SIZE, cursor };
    const page = await loadSessionPage(scope, { query, terms: found ? [] : terms, among });
    if (page.sessions.length > 0) yield page.sessions;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}
