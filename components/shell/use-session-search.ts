"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { fetchJson } from "@/components/ui/fetch-json";
import { SessionsAnswer } from "@/lib/model/sessions";

const LIMIT = 6;
/** A reader who types is left in peace for so long. Milliseconds. */
const REST_MS = 200;

/** Sessions in which these words were said or logged, or that are called so; without words the newest. */
export function useSessionSearch(project: string, words: string) {
  const [settled, setSettled] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), REST_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return useQuery({
    queryKey: ["palette-sessions", project, settled] as const,
    queryFn: ({ signal }) => {
      const search = new URLSearchParams({ project, limit: String(LIMIT), ...(settled === "" ? {} : { q: settled }) });
      return fetchJson(SessionsAnswer, `/api/v1/sessions?${search}`, { signal });
    },
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
}
