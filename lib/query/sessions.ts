import { pool } from "@/lib/db";
import { watchActivity } from "@/lib/journal/activity";
import type { ProjectScope } from "@/lib/model/scope";
import type { SessionsAnswer, SessionsQuery } from "@/lib/model/sessions";
import { loadSnippets, searchSessions } from "./search";
import { toSearchTerms } from "./search-terms";
import { loadSessionPage } from "./session-pages";
import { STATUS_NOW } from "./session-rows";

/**
 * One page of a project's sessions, newest first unless asked otherwise. `q`: every word or "quoted phrase" must have been
 * said, logged or be part of an id; each session found has the first place in `snippet`. `liveCount` counts all live sessions of
 * the project. Live ones on the page count as watched from now on, so that their digests follow.
 * Errors: `invalid` for a cursor of another order.
 */
export async function listSessions(scope: ProjectScope, query: SessionsQuery): Promise<SessionsAnswer> {
  const terms = toSearchTerms(query.q ?? "");
  const among = terms.length > 0 ? await searchSessions(scope, terms) : null;
  const [page, liveCount] = await Promise.all([
    loadSessionPage(scope, { query, terms: among ? [] : terms, among }),
    countLive(scope),
  ]);
  const ids = page.sessions.map(({ id }) => id);
  const snippets = terms.length > 0 ? await loadSnippets(scope, ids, terms) : null;
  const live = page.sessions.filter(({ status }) => status === "live");
  await watchActivity(
    scope,
    live.map(({ id }) => id),
    new Date(),
  );
  if (!snippets) return { ...page, liveCount };
  const sessions = page.sessions.map((session) => ({ ...session, snippet: snippets.get(session.id) ?? null }));
  return { sessions, nextCursor: page.nextCursor, liveCount };
}

async function countLive(scope: ProjectScope): Promise<number> {
  const result = await pool().query<{ count: number }>({
    name: "count-live-sessions",
    text: `select count(*)::int as count from session s
      where s.project_id = $1 and s.status = 'live' and ${STATUS_NOW} = 'live'`,
    values: [scope.projectId],
  });
  return result.rows[0]?.count ?? 0;
}
