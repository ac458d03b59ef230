"use client";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { readFilters, type SessionsFilters, writeFilters } from "./filters";

/** Changes some filters. `replace` for typing, so that Back leaves the list instead of undoing letters. */
export type ChangeFilters = (change: Partial<SessionsFilters>, how?: "push" | "replace") => void;

/** The filters as the address has them, and the way to change them. No page is asked of the server for that. */
export function useFilters(): { filters: SessionsFilters; change: ChangeFilters } {
  const params = useSearchParams();
  const filters = useMemo(() => readFilters(params), [params]);
  return { filters, change };
}

const change: ChangeFilters = (part, how = "push") => {
  const { pathname, search } = window.location;
  const address = `${pathname}${writeFilters({ ...readFilters(new URLSearchParams(search)), ...part })}`;
  if (how === "push") window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
};
