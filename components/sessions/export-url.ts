import type { SessionFilters } from "@/lib/model/views";
import { apiParams } from "./filters";

/** The address of a file of these sessions, or with null of all that fit the filters, in the list's order. */
export function exportUrl(project: string, filters: SessionFilters, ids: string[] | null, format: string): string {
  const params = ids ? new URLSearchParams({ project }) : apiParams(project, filters, Date.now());
  for (const id of ids ?? []) params.append("ids", id);
  params.set("sort", filters.sort);
  params.set("format", format);
  return `/api/v1/sessions/export?${params}`;
}
