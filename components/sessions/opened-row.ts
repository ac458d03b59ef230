"use client";
import { type RefObject, useEffect } from "react";

/** The session whose row the reader followed last; the list itself is gone while a session is open. */
let openedId: string | null = null;

/** A row was followed: whoever comes back to the list goes on from it. */
export function rememberOpened(sessionId: string): void {
  openedId = sessionId;
}

/**
 * Puts the focus on the row that was opened when the reader comes back from it and the focus is nowhere, once; the list has forgotten where
 * it was scrolled to. Who came by a link of the top bar keeps the focus there.
 */
export function useReturnFocus(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const id = openedId;
    openedId = null;
    if (id === null || document.activeElement !== document.body) return;
    const row = list.current?.querySelector<HTMLElement>(`a[data-session-id="${CSS.escape(id)}"]`);
    row?.focus({ preventScroll: true });
    row?.closest("tbody")?.scrollIntoView({ block: "nearest" });
  }, [list]);
}
