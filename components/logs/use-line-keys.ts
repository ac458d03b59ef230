"use client";
import { useEffect, useRef } from "react";
import { useShortcut } from "@/components/ui/use-shortcut";
import type { LineRow } from "@/lib/view/line-list";
import type { ListScroll } from "./use-list-scroll";

interface LineKeys {
  rows: readonly LineRow[];
  scroll: ListScroll;
  selectedId: string | null;
  open: (key: string) => void;
  close: () => void;
}

/**
 * j and k, or the arrows on a line, go from line to line; e and E to the next and the previous error; Enter opens (it is the focused
 * button's own key), Escape closes. The focus itself moves, so readers hear where they are; an open pane goes along.
 */
export function useLineKeys(keys: LineKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  const place = useRef<string | null>(null);
  const move = (find: (at: number, rows: readonly LineRow[]) => number) => {
    const { rows, scroll, selectedId, open } = latest.current;
    const at = rows.findIndex(({ key }) => key === (focusedKey() ?? selectedId ?? place.current));
    const index = find(at < 0 ? rows.length : at, rows);
    const row = rows[index];
    if (!row) return;
    place.current = row.key;
    scroll.pause();
    scroll.show(index);
    if (selectedId !== null) open(row.key);
    // The row may be mounted only after the scroll.
    requestAnimationFrame(() => requestAnimationFrame(() => focusRow(row.key)));
  };
  const step = (by: 1 | -1) => move((at, rows) => Math.min(rows.length - 1, Math.max(0, at + by)));
  useShortcut("j", () => step(1));
  useShortcut("k", () => step(-1));
  useShortcut("e", () => move((at, rows) => rows.findIndex((row, index) => index > at && isError(row))));
  useShortcut("E", () => move((at, rows) => rows.findLastIndex((row, index) => index < at && isError(row))));
  useShortcut("Escape", () => latest.current.close());
  const latestStep = useRef(step);
  latestStep.current = step;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const by = ({ ArrowDown: 1, ArrowUp: -1 } as const)[event.key as "ArrowDown" | "ArrowUp"];
      if (!by || event.altKey || event.ctrlKey || event.metaKey || focusedKey() === null) return;
      event.preventDefault();
      latestStep.current(by);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

function focusedKey(): string | null {
  const active = document.activeElement;
  return active instanceof HTMLElement ? (active.dataset.lineKey ?? null) : null;
}

function focusRow(key: string): void {
  document.querySelector<HTMLElement>(`[data-line-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

function isError(row: LineRow): boolean {
  return row.kind === "line" && (row.line.level === "error" || row.line.level === "fatal");
}
