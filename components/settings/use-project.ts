"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { sendJson } from "@/components/ui/send-json";
import { Project, type ProjectPatch } from "@/lib/model/projects";

function urlOf(project: string): string {
  return `/api/v1/project?${new URLSearchParams({ project })}`;
}

/** The project's settings. */
export function useProject(project: string) {
  return useQuery({
    queryKey: ["project", project],
    queryFn: ({ signal }) => fetchJson(Project, urlOf(project), { signal }),
  });
}

/**
 * Changes some of them. `guess` shows a switch turned before the server has answered; if it refuses, the settings are as they
 * were, and `error` says why.
 */
export function useProjectChange(project: string) {
  const client = useQueryClient();
  const key = ["project", project];
  return useMutation({
    mutationFn: ({ patch }: ProjectChange) => sendJson(Project, urlOf(project), { method: "PATCH", body: patch }),
    onMutate: async ({ guess }) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<Project>(key);
      if (before && guess) client.setQueryData(key, guess(before));
      return { before };
    },
    onError: (_error, _change, kept) => client.setQueryData(key, kept?.before),
    onSuccess: (after) => client.setQueryData(key, after),
  });
}

interface ProjectChange {
  patch: ProjectPatch;
  guess?: (before: Project) => Project;
}
