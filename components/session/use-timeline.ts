"use client";
import { useQuery } from "@tanstack/react-query";
import { fetchJson, RequestError } from "@/components/ui/fetch-json";
import { Timeline } from "@/lib/model/timeline";
import { sessionUrl } from "./session-url";

export function timelineKey(access: string, sessionId: string) {
  return ["timeline", access, sessionId] as const;
}

/** The whole session as the timeline endpoint tells it. A missing session is not asked for again. */
export function useTimeline(access: string, sessionId: string) {
  return useQuery({
    queryKey: timelineKey(access, sessionId),
    // Any type: what `fetchEarly` asked for is only taken when the two requests are the same.
    queryFn: ({ signal }) =>
      fetchJson(Timeline, sessionUrl(access, sessionId, "timeline"), { signal, headers: { accept: "*/*" } }),
    // The stream keeps it fresh; asking again by itself would only move things under the reader's eyes.
    staleTime: Number.POSITIVE_INFINITY,
    retry: (failures, error) =>
      failures < 2 && !(error instanceof RequestError && error.status > 0 && error.status < 500),
  });
}
