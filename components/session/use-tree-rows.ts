"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";

export const TREE_ROW_HEIGHT_PX = 28;
const OVERSCAN_ROWS = 5;

/** Mounts the rows in sight, scrolls to the selected one, and takes the focus along while it is in the tree. */
export function useTreeRows(count: number, selectedAt: number, selectedId: string | null) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => TREE_ROW_HEIGHT_PX,
    overscan: OVERSCAN_ROWS,
    initialRect: { width: 800, height: 400 },
  });
  const show = useRef(virtual.scrollToIndex);
  show.current = virtual.scrollToIndex;
  useEffect(() => {
    if (selectedAt >= 0) show.current(selectedAt, { align: "auto" });
  }, [selectedAt]);
  useEffect(() => {
    if (selectedId === null || !scroller.current?.contains(document.activeElement)) return;
    // The row may be mounted only after the scroll of this very change.
    const frame = requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>("[aria-selected=true]")?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [selectedId]);
  return { scroller, virtual };
}
