"use client";
import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { LinesAnswer } from "@/lib/model/lines";
import { compareLines } from "@/lib/view/line-list";
import { linesUrl } from "./logs-url";

export const CONTEXT_MS = 30_000;
export const CONTEXT_LINES_MAX = 400;

interface ContextQuestion {
  project: string;
  line: { id: string; at: string } | null;
  /** Null: of all replicas. */
  worker: string | null;
  aroundMs: number;
}

/** What was printed around a line, by time; the line itself is among it. */
export function useLineContext({ project, line, worker, aroundMs }: ContextQuestion) {
  return useQuery({
    queryKey: ["line-context", project, line, worker, aroundMs],
    queryFn: async ({ signal }) => {
      const fields = { project, id: line?.id ?? "", at: line?.at ?? "", aroundMs, worker, limit: CONTEXT_LINES_MAX };
      const answer = await fetchJson(LinesAnswer, linesUrl("/context", fields), { signal });
      return { ...answer, lines: answer.lines.sort(compareLines) };
    },
    enabled: line !== null,
    staleTime: 60_000,
  });
}
