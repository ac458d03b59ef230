"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useRef } from "react";
import { findRowAt } from "@/lib/view/row-filters";
import type { Row } from "@/lib/view/rows";
import { EmptyList } from "./empty-list";
import { useStage } from "./stage";
import { TimelineRow } from "./timeline-row";
import { usePosition } from "./use-clock";

const ROW_HEIGHT_PX = 30;
const OVERSCAN_ROWS_MAX = 6;
/** Up to windows of some 2200 pixels; in higher ones more stand in sight. */
const MOUNTED_ROWS_MAX = 60;
/** A line without a wrap, measured; the guess above is for lists of which a few wrap. */
const ROW_HEIGHT_PX_MIN = 28;

/**
 * The list itself: only the rows in sight are mounted, and a few beside them. Which row is now comes from the clock; it is
 * kept in view until the reader scrolls.
 */
export function RowList() {
  const { visibleRows: rows, clock, selectedId, setFollowing } = useStage();
  const scroller = useRef<HTMLDivElement>(null);
  const currentIndex = usePosition(clock, (positionMs) => findRowAt(rows, positionMs));
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: overscanRows(scroller.current?.clientHeight ?? 0),
    getItemKey: (index) => rows[index]?.id ?? index,
    scrollPaddingStart: ROW_HEIGHT_PX,
    scrollPaddingEnd: ROW_HEIGHT_PX,
    initialRect: { width: 800, height: 400 },
  });
  useKeepInView(rows, currentIndex, (index) => virtual.scrollToIndex(index, { align: "auto" }));
  useFocusOnSelected(scroller, selectedId);
  useReaderScroll(scroller, () => setFollowing(false));
  const tabIndexAt = Math.max(0, selectedId === null ? currentIndex : rows.findIndex((row) => row.id === selectedId));
  const mounted = virtual.getVirtualItems();
  if (rows.length === 0) return <EmptyList />;
  return (
    <div ref={scroller} className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain py-1 outline-none">
      <ul aria-label="Timeline" className="relative" style={{ height: virtual.getTotalSize() }}>
        {mounted.map(({ index, start }) => {
          const row = rows[index];
          return row ? (
            <li
              key={row.id}
              ref={virtual.measureElement}
              data-index={index}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              aria-current={index === currentIndex ? "true" : undefined}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start}px)` }}
            >
              <TimelineRow
                row={row}
                isCurrent={index === currentIndex}
                isSelected={row.id === selectedId}
                isTabStop={index === tabIndexAt || mounted.every((one) => one.index !== tabIndexAt)}
              />
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}

function overscanRows(heightPx: number): number {
  const inSight = Math.ceil(heightPx / ROW_HEIGHT_PX_MIN) + 2;
  return Math.max(0, Math.min(OVERSCAN_ROWS_MAX, Math.floor((MOUNTED_ROWS_MAX - inSight) / 2)));
}

/** Scrolls to what changed: the selection always, the current row and a live session's end while following. */
function useKeepInView(rows: readonly Row[], currentIndex: number, show: (index: number) => void): void {
  const { selectedId, isFollowing, timeline } = useStage();
  const isLive = timeline.session.status === "live";
  const latest = useRef({ rows, show });
  latest.current = { rows, show };
  useEffect(() => {
    if (isFollowing && currentIndex >= 0) latest.current.show(currentIndex);
  }, [currentIndex, isFollowing]);
  useEffect(() => {
    if (isFollowing && isLive && rows.length > 0) latest.current.show(rows.length - 1);
  }, [rows.length, isLive, isFollowing]);
  useEffect(() => {
    const index = latest.current.rows.findIndex((row) => row.id === selectedId);
    if (index >= 0) latest.current.show(index);
  }, [selectedId]);
}

/** While the keyboard is in the list, the focus goes with the selection. */
function useFocusOnSelected(scroller: RefObject<HTMLDivElement | null>, selectedId: string | null): void {
  useEffect(() => {
    if (selectedId === null || !scroller.current?.contains(document.activeElement)) return;
    // The row may be mounted only after the scroll of this very change.
    const frame = requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>("button[aria-pressed=true]")?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [scroller, selectedId]);
}

/** Tells a reader's scrolling from ours: wheel, touch and the scroll bar are only ever the reader's. */
function useReaderScroll(scroller: RefObject<HTMLDivElement | null>, onScroll: () => void): void {
  const latest = useRef(onScroll);
  latest.current = onScroll;
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const tell = () => latest.current();
    const tellAtBar = (event: PointerEvent) => {
      if (event.target === element && event.offsetX > element.clientWidth) tell();
    };
    element.addEventListener("wheel", tell, { passive: true });
    element.addEventListener("touchmove", tell, { passive: true });
    element.addEventListener("pointerdown", tellAtBar);
    return () => {
      element.removeEventListener("wheel", tell);
      element.removeEventListener("touchmove", tell);
      element.removeEventListener("pointerdown", tellAtBar);
    };
  });
}
