"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { sendJson } from "@/components/ui/send-json";
import { Erasure, type ErasureSubject, ErasuresAnswer } from "@/lib/model/erasures";
import { MadeRun } from "@/lib/model/retention";
import { projectUrl } from "./project-url";

const RUNNING_MS = 500;

/** The project's erasures, and how one is asked for; `ask` answers when it is done. */
export function useErasures(project: string) {
  const client = useQueryClient();
  const queryKey = ["erasures", project];
  const url = projectUrl(project, "/erasures");
  const query = useQuery({ queryKey, queryFn: ({ signal }) => fetchJson(ErasuresAnswer, url, { signal }) });
  const wait = async (id: string): Promise<Erasure> => {
    for (;;) {
      const erasure = await fetchJson(Erasure, projectUrl(project, `/erasures/${encodeURIComponent(id)}`));
      if (erasure.state !== "running") return erasure;
      await new Promise((resolve) => setTimeout(resolve, RUNNING_MS));
    }
  };
  return {
    ...query,
    ask: async (subject: ErasureSubject, dryRun: boolean) => {
      const { id } = await sendJson(MadeRun, url, { body: { ...subject, dryRun } });
      const erasure = await wait(id);
      await client.invalidateQueries({ queryKey });
      if (erasure.failure) throw new Error(erasure.failure);
      return erasure;
    },
  };
}
