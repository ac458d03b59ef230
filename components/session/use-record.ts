"use client";
import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { TimelineRecord } from "@/lib/model/timeline";
import { sessionUrl } from "./session-url";

/** One record with all its attributes, asked for when it is looked at; null asks for nothing. */
export function useRecord(project: string, sessionId: string, recordId: string | null) {
  return useQuery({
    queryKey: ["record", project, sessionId, recordId] as const,
    queryFn: ({ signal }) => {
      const path = `records/${encodeURIComponent(recordId ?? "")}`;
      return fetchJson(TimelineRecord, sessionUrl(project, sessionId, path), { signal });
    },
    enabled: recordId !== null,
    staleTime: 30_000,
    retry: 1,
  });
}
