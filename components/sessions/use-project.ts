"use client";
import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { Project } from "@/lib/model/projects";

/** A switch takes effect within seconds; who looks at the list should know in less than a minute. */
const POLL_MS = 30_000;

/** What the project records. */
export function useProject(project: string) {
  return useQuery({
    queryKey: ["project", project],
    queryFn: ({ signal }) => fetchJson(Project, `/api/v1/project?${new URLSearchParams({ project })}`, { signal }),
    refetchInterval: POLL_MS,
  });
}
