"use client";
import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { type Session, SessionsAnswer } from "@/lib/model/sessions";

const LIMIT = 20;

/** The other sessions of the same room, newest first; asked for when somebody wants to see them. */
export function useSiblings(project: string, session: Session) {
  return useQuery({
    queryKey: ["siblings", project, session.id, session.roomId] as const,
    queryFn: ({ signal }) => {
      const search = new URLSearchParams({ project, q: session.roomId ?? "", limit: String(LIMIT) });
      return fetchJson(SessionsAnswer, `/api/v1/sessions?${search}`, { signal });
    },
    select: ({ sessions }) => sessions.filter((one) => one.roomId === session.roomId && one.id !== session.id),
    enabled: session.roomId !== null,
    staleTime: 60_000,
  });
}
