"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { nothing, sendJson } from "@/components/ui/send-json";
import { ImprovementAnswer } from "@/lib/model/improvement";
import { projectUrl } from "./project-url";

/** The figures that sessions have left; `remove` deletes one, or all (null). */
export function useImprovementRecords(project: string) {
  const client = useQueryClient();
  const queryKey = ["improvement-records", project];
  const url = (path: string) => projectUrl(project, `/project/improvement-records${path}`);
  const query = useQuery({ queryKey, queryFn: ({ signal }) => fetchJson(ImprovementAnswer, url(""), { signal }) });
  return {
    ...query,
    remove: async (id: string | null) => {
      await sendJson(nothing, url(id === null ? "" : `/${encodeURIComponent(id)}`), { method: "DELETE" });
      await client.invalidateQueries({ queryKey });
    },
  };
}
