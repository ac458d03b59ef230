"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { AuditAnswer } from "@/lib/model/audit";
import { projectUrl } from "./project-url";

export interface AuditFilters {
  q?: string;
  action?: string;
}

/** The project's audit log, page by page, newest first. */
export function useAudit(project: string, filters: AuditFilters) {
  return useInfiniteQuery({
    queryKey: ["audit", project, filters],
    queryFn: ({ pageParam, signal }) =>
      fetchJson(AuditAnswer, projectUrl(project, "/audit", { ...filters, cursor: pageParam ?? undefined }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}
