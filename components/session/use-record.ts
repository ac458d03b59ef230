"use client";
import { useQueries, useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { TimelineRecord } from "@/lib/model/timeline";
import { sessionUrl } from "./session-url";

/** One record with all its attributes, asked for when it is looked at; null asks for nothing. */
export function useRecord(access: string, sessionId: string, recordId: string | null) {
  return useQuery({ ...recordQuery(access, sessionId, recordId ?? ""), enabled: recordId !== null });
}

/** Several records: those that came; the others are on their way or did not come. */
export function useRecords(access: string, sessionId: string, recordIds: readonly string[]): TimelineRecord[] {
  const answers = useQueries({ queries: recordIds.map((id) => recordQuery(access, sessionId, id)) });
  return answers.flatMap((answer) => (answer.data ? [answer.data] : []));
}

function recordQuery(access: string, sessionId: string, recordId: string) {
  return {
    queryKey: ["record", access, sessionId, recordId] as const,
    queryFn: ({ signal }: { signal: AbortSignal }) => {
      const path = `records/${encodeURIComponent(recordId)}`;
      return fetchJson(TimelineRecord, sessionUrl(access, sessionId, path), { signal });
    },
    staleTime: 30_000,
    retry: 1,
  };
}
