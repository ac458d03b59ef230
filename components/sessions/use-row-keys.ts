"use client";
import { type RefObject, useEffect } from "react";
import { useShortcut } from "@/components/ui/use-shortcut";

interface RowKeys {
  /** Where the rows are. */
  list: RefObject<HTMLElement | null>;
  onPick: (id: string, reach: boolean) => void;
  onClear: () => void;
}

/**
 * j and k, or the arrows on a row, go from row to row; x picks (X: up to here), Escape lets go. The focus itself moves, so
 * that Enter opens the row's link and readers hear where they are.
 */
export function useRowKeys({ list, onPick, onClear }: RowKeys): void {
  const pick = (reach: boolean) => {
    const id = focusedRow(list.current)?.dataset.sessionId;
    if (id !== undefined) onPick(id, reach);
  };
  useShortcut("j", () => moveFocus(list.current, 1));
  useShortcut("k", () => moveFocus(list.current, -1));
  useShortcut("x", () => pick(false));
  useShortcut("X", () => pick(true));
  useShortcut("Escape", onClear);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey || !focusedRow(list.current)) return;
      event.preventDefault();
      moveFocus(list.current, step);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [list]);
}

function focusedRow(list: HTMLElement | null): HTMLElement | null {
  const active = document.activeElement;
  return active instanceof HTMLElement && list?.contains(active) && active.dataset.sessionId ? active : null;
}

function moveFocus(list: HTMLElement | null, step: number): void {
  const rows = [...(list?.querySelectorAll<HTMLElement>("a[data-session-id]") ?? [])];
  const focused = focusedRow(list);
  const at = focused ? rows.indexOf(focused) + step : 0;
  const row = rows[Math.max(0, Math.min(at, rows.length - 1))];
  row?.focus({ preventScroll: true });
  // The head of the table covers what "nearest" would bring to the upper edge: `scroll-margin` on the row leaves room.
  row?.closest("tbody")?.scrollIntoView({ block: "nearest" });
}
