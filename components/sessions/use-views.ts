"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { nothing, sendJson } from "@/components/ui/send-json";
import { type NewView, SavedView, type ViewChange, ViewsAnswer } from "@/lib/model/views";

const STALE_MS = 30_000;

/** The project's saved views. */
export function useViews(project: string) {
  return useQuery({
    queryKey: ["views", project],
    queryFn: ({ signal }) => fetchJson(ViewsAnswer, `/api/v1/views?${new URLSearchParams({ project })}`, { signal }),
    select: ({ views }) => views,
    staleTime: STALE_MS,
  });
}

/** The ways to change saved views; the list of them follows. */
export function useViewChanges(project: string) {
  const client = useQueryClient();
  const url = (id = "") => `/api/v1/views${id && `/${encodeURIComponent(id)}`}?${new URLSearchParams({ project })}`;
  const onSuccess = () => client.invalidateQueries({ queryKey: ["views", project] });
  const create = useMutation({
    mutationFn: (view: NewView) => sendJson(SavedView, url(), { body: view }),
    onSuccess,
  });
  const update = useMutation({
    mutationFn: ({ id, ...change }: ViewChange) => sendJson(SavedView, url(id), { method: "PATCH", body: change }),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (id: string) => sendJson(nothing, url(id), { method: "DELETE" }),
    onSuccess,
  });
  return { create, update, remove };
}
