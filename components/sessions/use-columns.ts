"use client";
import { useCallback, useSyncExternalStore } from "react";
import { columnsOf, isDefaultChoice } from "./columns";

const KEY = "earshot.sessions.columns";
const listeners = new Set<() => void>();

/** The columns that this reader chose, kept in this browser; null: the default. */
export function useColumns() {
  const stored = useSyncExternalStore(subscribe, readStored, () => null);
  const keys = stored === null || stored === "" ? null : stored.split(",");
  const choose = useCallback((wanted: readonly string[] | null) => {
    if (wanted === null || wanted.length === 0 || isDefaultChoice(wanted)) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, wanted.join(","));
    for (const listener of listeners) listener();
  }, []);
  return { columns: columnsOf(keys), isDefault: keys === null, choose };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

function readStored(): string | null {
  return localStorage.getItem(KEY);
}
