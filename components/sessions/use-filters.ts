"use client";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import type { SessionFilters } from "@/lib/model/views";
import { readFilters, writeFilters } from "./filters";

/** Changes some filters. `replace` for typing, so that Back leaves the list instead of undoing letters. */
export type ChangeFilters = (change: Partial<SessionFilters>, how?: "push" | "replace") => void;

/** In place of a view's id: the reader wants all sessions, although a view opens first. */
export const NO_VIEW = "all";

export interface ListAddress {
  filters: SessionFilters;
  /** The saved view that these filters began with; null: not said. */
  viewId: string | null;
  change: ChangeFilters;
}

/** The filters as the address has them, and the way to change them. No page is asked of the server for that. */
export function useFilters(): ListAddress {
  const params = useSearchParams();
  return useMemo(() => ({ filters: readFilters(params), viewId: params.get("view"), change }), [params]);
}

const change: ChangeFilters = (part, how = "push") => {
  const params = new URLSearchParams(window.location.search);
  const filters = { ...readFilters(params), ...part };
  // A length that ends now and two instants exclude each other.
  goTo(writeFilters(filters, params.get("view")), how);
};

/** Shows what a saved view shows, or with null (or `NO_VIEW`) a list that is none. */
export function openView(viewId: string | null, filters: SessionFilters, how: "push" | "replace" = "push"): void {
  goTo(writeFilters(filters, viewId), how);
}

function goTo(search: string, how: "push" | "replace"): void {
  const address = `${window.location.pathname}${search}`;
  if (how === "push") window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
}
