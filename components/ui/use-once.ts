"use client";
import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "./fetch-json";

/** Asks what does not change while a page is open. `schema` checks the answer and gives it its type. */
export function useOnce<T>(schema: { parse(value: unknown): T }, url: string) {
  return useQuery({
    queryKey: ["once", url],
    queryFn: ({ signal }) => fetchJson(schema, url, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
