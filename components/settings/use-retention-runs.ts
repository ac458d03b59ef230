"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { sendJson } from "@/components/ui/send-json";
import { MadeRun, RetentionRunsAnswer } from "@/lib/model/retention";
import { projectUrl } from "./project-url";

/** While one is running its figures move; else somebody may start one elsewhere. */
const RUNNING_MS = 500;
const RESTING_MS = 15_000;

/** The project's runs, and how one is asked for. */
export function useRetentionRuns(project: string) {
  const client = useQueryClient();
  const queryKey = ["retention-runs", project];
  const url = projectUrl(project, "/project/retention-runs");
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => fetchJson(RetentionRunsAnswer, url, { signal }),
    refetchInterval: ({ state }) => (state.data?.runs.some((run) => run.state === "running") ? RUNNING_MS : RESTING_MS),
  });
  return {
    ...query,
    ask: async (dryRun: boolean) => {
      await sendJson(MadeRun, url, { body: { dryRun } });
      await client.invalidateQueries({ queryKey });
    },
  };
}
