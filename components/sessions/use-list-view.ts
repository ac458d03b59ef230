"use client";
import { useEffect } from "react";
import type { SavedView, ViewChange } from "@/lib/model/views";
import { isNarrowed, isSame, NO_FILTERS } from "./filters";
import type { useColumns } from "./use-columns";
import { type ListAddress, NO_VIEW, openView } from "./use-filters";
import { useViewChanges, useViews } from "./use-views";

/** The saved view that is open, whether the list still shows it as it was saved, and what can be done with it. */
export function useListView(project: string, address: ListAddress, columns: ReturnType<typeof useColumns>) {
  const { data: views = [] } = useViews(project);
  const { create, update, remove } = useViewChanges(project);
  const { filters, viewId } = address;
  const current = views.find(({ id }) => id === viewId) ?? null;
  const keys = columns.isDefault ? [] : columns.columns.map(({ key }) => key);
  const hasOwnColumns = current !== null && keys.join() !== current.columns.join();
  const noView = views.some(({ isDefault }) => isDefault) ? NO_VIEW : null;
  const isChanged = current !== null && (!isSame(filters, current.filters) || hasOwnColumns);
  const open = (view: SavedView | null, how: "push" | "replace" = "push") => {
    openView(view?.id ?? noView, view?.filters ?? NO_FILTERS, how);
    if (view && view.columns.length > 0) columns.choose(view.columns);
  };
  useDefaultView(views, address, (view) => open(view, "replace"));
  const change = async (part: Omit<ViewChange, "id">) => {
    const saved = current && (await update.mutateAsync({ id: current.id, ...part }).catch(() => null));
    return saved !== null;
  };
  return {
    views,
    current,
    isChanged,
    open,
    /** Something is shown that no view has yet. */
    canSave:
      isChanged || (current === null && (isNarrowed(filters) || !isSame(filters, NO_FILTERS) || keys.length > 0)),
    saveAs: async (name: string) => {
      const saved = await create.mutateAsync({ name, filters, columns: keys, isDefault: false }).catch(() => null);
      if (saved) openView(saved.id, saved.filters, "replace");
      return saved !== null;
    },
    update: change,
    saveChanges: () => change({ filters, columns: keys }),
    remove: async () => {
      if (!current) return;
      await remove.mutateAsync(current.id).catch(() => null);
      openView(noView, filters, "replace");
    },
    mistake: (create.error ?? update.error ?? remove.error)?.message ?? null,
    forgetMistake: () => {
      create.reset();
      update.reset();
    },
    isBusy: create.isPending || update.isPending,
  };
}

export type ListView = ReturnType<typeof useListView>;

/** Who comes without saying what to show sees the view that opens first, if there is one. */
function useDefaultView(views: SavedView[], { filters, viewId }: ListAddress, open: (view: SavedView) => void): void {
  const first = views.find(({ isDefault }) => isDefault);
  const isUnsaid = viewId === null && isSame(filters, NO_FILTERS);
  useEffect(() => {
    if (first && isUnsaid) open(first);
  }, [first, isUnsaid]);
}
