"use client";
import { useMemo, useState } from "react";
import { NOTHING_SELECTED, pick, pickDrawn, type Selection } from "@/lib/view/selection";

/** The picked rows of one list; another question (`listKey`) begins without any. */
export function useSelection(listKey: string) {
  const [state, setState] = useState({ listKey, selection: NOTHING_SELECTED });
  const selection = state.listKey === listKey ? state.selection : NOTHING_SELECTED;
  const ways = useMemo(() => {
    const set = (change: (before: Selection) => Selection) =>
      setState((before) => ({
        listKey,
        selection: change(before.listKey === listKey ? before.selection : NOTHING_SELECTED),
      }));
    return {
      pick: (order: readonly string[], id: string, reach: boolean) => set((before) => pick(before, order, id, reach)),
      pickDrawn: (order: readonly string[]) => set((before) => pickDrawn(before, order)),
      pickAll: () => set(() => ({ ...NOTHING_SELECTED, isAll: true })),
      clear: () => set(() => NOTHING_SELECTED),
    };
  }, [listKey]);
  return { selection, ...ways };
}

export type SelectionState = ReturnType<typeof useSelection>;
