"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { FacetsAnswer } from "@/lib/model/facets";
import type { SessionFilters } from "@/lib/model/views";
import { apiParams, NO_FILTERS } from "./filters";

/** Counts may be some seconds old: they cost the server more than the list itself. */
const POLL_MS = 15_000;

/** How many sessions fit, and what each further choice would leave. The order does not matter to it. */
export function useFacets(project: string, filters: SessionFilters) {
  const unordered = { ...filters, sort: NO_FILTERS.sort };
  return useQuery({
    queryKey: ["facets", project, unordered],
    queryFn: ({ signal }) =>
      fetchJson(FacetsAnswer, `/api/v1/sessions/facets?${apiParams(project, unordered, Date.now())}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  });
}
