"use client";
import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { WorkersAnswer } from "@/lib/model/agents";

/** The workers whose output or telemetry names the session; asked for when somebody wants to see them. */
export function useWorkers(project: string, sessionId: string) {
  return useQuery({
    queryKey: ["session-workers", project, sessionId] as const,
    queryFn: ({ signal }) => {
      const search = new URLSearchParams({ project, session: sessionId });
      return fetchJson(WorkersAnswer, `/api/v1/workers?${search}`, { signal });
    },
    staleTime: 60_000,
  });
}
