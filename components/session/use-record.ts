"use client";
import { useQueries, useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { TimelineRecord } from "@/lib/model/timeline";
import { sessionUrl } from "./session-url";

/** One record with all its attributes, asked for when it is looked at; null asks for nothing. */
export function useRecord(project: string, sessionId: string, recordId: string | null) {
  return useQuery({ ...recordQuery(project, sessionId, recordId ?? ""), enabled: recordId !== null });
}

/** Several records: those that came; the others are on their way or did not come. */
export function useRecords(project: string, sessionId: string, recordIds: readonly string[]): TimelineRecord[] {
  const answers = useQueries({ queries: recordIds.map((id) => recordQuery(project, sessionId, id)) });
  return answers.flatMap((answer) => (answer.data ? [answer.data] : []));
}

function recordQuery(project: string, sessionId: string, recordId: string) {
  return {
    queryKey: ["record", project, sessionId, recordId] as const,
    queryFn: ({ signal }: { signal: AbortSignal }) => {
      const path = `records/${encodeURIComponent(recordId)}`;
      return fetchJson(TimelineRecord, sessionUrl(project, sessionId, path), { signal });
    },
    staleTime: 30_000,
    retry: 1,
  };
}
