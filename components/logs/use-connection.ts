"use client";
import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { ProjectConnection } from "@/lib/model/connection";

/** Where this project's agents send to, and with which key. */
export function useConnection(project: string) {
  return useQuery({
    queryKey: ["connection", project],
    queryFn: ({ signal }) =>
      fetchJson(ProjectConnection, `/api/v1/project/connect?${new URLSearchParams({ project })}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
