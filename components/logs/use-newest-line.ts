"use client";
import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { LinesAnswer } from "@/lib/model/lines";
import { linesUrl } from "./logs-url";

/** While nobody has sent anything, the first line shall be seen at once. */
const POLL_MS = 2_000;

/** The newest line of the project, whatever is asked for; null when there is none at all yet. */
export function useNewestLine(project: string, isEnabled: boolean) {
  return useQuery({
    queryKey: ["newest-line", project],
    queryFn: async ({ signal }) => {
      const { lines } = await fetchJson(LinesAnswer, linesUrl("", { project, limit: 1 }), { signal });
      return lines[0] ?? null;
    },
    enabled: isEnabled,
    refetchInterval: ({ state }) => (state.data === null ? POLL_MS : false),
  });
}
