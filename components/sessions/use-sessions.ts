"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { fetchJson } from "@/components/ui/fetch-json";
import { type Session, SessionsAnswer } from "@/lib/model/sessions";
import type { SessionFilters } from "@/lib/model/views";
import { sessionsUrl } from "./filters";

/** Live rows must move; each loaded page is asked again, so a long list asks less often. */
const POLL_MS = 2000;
const LONG_LIST_POLL_MS = 10_000;
const LONG_LIST_PAGES = 3;

/** The list, page by page, asked again every few seconds. Rows of the last filters stay until the next ones are here. */
export function useSessions(project: string, filters: SessionFilters) {
  const query = useInfiniteQuery({
    queryKey: ["sessions", project, filters],
    queryFn: ({ pageParam, signal }) =>
      fetchJson(SessionsAnswer, sessionsUrl(project, filters, pageParam, Date.now()), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) >= LONG_LIST_PAGES ? LONG_LIST_POLL_MS : POLL_MS),
  });
  const sessions = useMemo(() => distinct(query.data?.pages.flatMap((page) => page.sessions) ?? []), [query.data]);
  return { ...query, sessions, liveCount: query.data?.pages[0]?.liveCount ?? 0 };
}

/** While a list is sorted by what grows (length), a row can move from one page to the next between two answers. */
function distinct(sessions: Session[]): Session[] {
  return [...new Map(sessions.map((session) => [session.id, session])).values()];
}

export type SessionsQueryState = ReturnType<typeof useSessions>;
