"use client";
import { useSyncExternalStore } from "react";

let words: string | null = null;
const listeners = new Set<() => void>();

/** Says something once above whatever page comes next; null takes it away. */
export function flash(text: string | null): void {
  words = text;
  for (const listener of listeners) listener();
}

/** What is to be said now. */
export function useFlash(): string | null {
  return useSyncExternalStore(
    subscribe,
    () => words,
    () => null,
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
