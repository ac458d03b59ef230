"use client";
import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import type { Following } from "./lines-panel";
import type { LogRows } from "./use-log-rows";

interface ListScrollOptions {
  scroller: RefObject<HTMLDivElement | null>;
  log: LogRows;
  heightPx: number;
  edgePx: number;
  following: Following;
}

export interface ListScroll {
  onScroll: () => void;
  /** Stays where it is, although lines come. */
  pause: () => void;
  /** Shows what was held back, and follows again. */
  resume: () => void;
  show: (index: number) => void;
}

/** So close to the end counts as the end: fractions of pixels. */
const END_PX = 6;
/** More is asked for when so much is left to scroll. */
const NEAR_PX = 900;
/** A scroll so soon after a wheel, a touch or a key is the reader's. */
const READER_MS = 700;

/**
 * Keeps the end in sight while lines come, until the reader scrolls away; and keeps what is in sight where it is when lines
 * come before it. Asks for older and newer pages where the list nears its ends.
 */
export function useListScroll(options: ListScrollOptions): ListScroll {
  const { scroller, log, heightPx, edgePx, following } = options;
  const { list, tail } = log;
  const readerMs = useReaderMs(scroller);
  useStillRows(options);
  const askForMore = () => {
    const element = scroller.current;
    if (element && !list.isFetching && !list.isError) askForPages(element, log);
  };
  // A page may be shorter than the window: then no scroll asks for the next one.
  useEffect(askForMore, [log.rows, list.isFetching]);
  const pause = () => {
    following.setFollowing(false);
    tail.pause();
  };
  const resume = () => {
    tail.resume();
    following.setFollowing(true);
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  };
  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    if (performance.now() - readerMs.current < READER_MS) {
      const isAtEnd = leftPx(element) <= END_PX;
      if (isAtEnd && !following.isFollowing && !list.hasPreviousPage) resume();
      if (!isAtEnd && following.isFollowing) pause();
    }
    askForMore();
  };
  return { onScroll, pause, resume, show: (index) => bringIntoView(scroller.current, index, { heightPx, edgePx }) };
}

/** Opens a question at its end or its line, stays at the end while it is followed, and still where lines come before. */
function useStillRows({ scroller, log, heightPx, edgePx, following }: ListScrollOptions): void {
  const { rows, listKey, anchor, isStale } = log;
  const opened = useRef<string | null>(null);
  const before = useRef({ rows, heightPx });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || rows.length === 0) return;
    const old = before.current;
    before.current = { rows, heightPx };
    if (opened.current !== listKey && !isStale) {
      opened.current = listKey;
      const index = anchor ? rows.findIndex(({ key }) => key === anchor.id) : -1;
      following.setFollowing(index < 0);
      element.scrollTop = index < 0 ? element.scrollHeight : edgePx + index * heightPx - element.clientHeight / 2;
    } else if (following.isFollowing) element.scrollTop = element.scrollHeight;
    else if (old.rows !== rows)
      element.scrollTop += movedPx(old.rows, rows, element.scrollTop, { heightPx: old.heightPx, edgePx });
  }, [rows, heightPx, listKey, isStale]);
}

function askForPages(element: HTMLElement, { list, tail }: LogRows): void {
  const isWhole = tail.live.forgottenCount === 0;
  if (element.scrollTop < NEAR_PX && list.hasNextPage && isWhole) void list.fetchNextPage();
  else if (leftPx(element) < NEAR_PX && list.hasPreviousPage) void list.fetchPreviousPage();
}

function leftPx(element: HTMLElement): number {
  return element.scrollHeight - element.scrollTop - element.clientHeight;
}

interface RowSizes {
  heightPx: number;
  edgePx: number;
}

function bringIntoView(element: HTMLElement | null, index: number, { heightPx, edgePx }: RowSizes): void {
  if (!element) return;
  const topPx = edgePx + index * heightPx;
  if (topPx < element.scrollTop + edgePx) element.scrollTop = topPx - edgePx;
  else if (topPx + heightPx > element.scrollTop + element.clientHeight - edgePx)
    element.scrollTop = topPx + heightPx + edgePx - element.clientHeight;
}

type Rows = LogRows["rows"];

/** How far the row at the upper edge has moved; nothing when it is gone. */
function movedPx(old: Rows, now: Rows, topPx: number, { heightPx, edgePx }: RowSizes): number {
  const oldIndex = Math.min(old.length - 1, Math.max(0, Math.floor((topPx - edgePx) / heightPx)));
  const key = old[oldIndex]?.key;
  if (key === undefined || now[oldIndex]?.key === key) return 0;
  const index = now.findIndex((row) => row.key === key);
  return index < 0 ? 0 : (index - oldIndex) * heightPx;
}

/** When the reader last did what scrolls: wheel, touch, scroll bar or keys. Our own scrolling does none of these. */
function useReaderMs(scroller: RefObject<HTMLDivElement | null>): RefObject<number> {
  const readerMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const tell = () => {
      readerMs.current = performance.now();
    };
    const kinds = ["wheel", "touchmove", "pointerdown", "pointermove", "keydown"] as const;
    const tellIfHeld = (event: Event) => {
      // Moving the pointer scrolls only with the bar in hand.
      if (event.type !== "pointermove" || (event as PointerEvent).buttons > 0) tell();
    };
    for (const kind of kinds) element.addEventListener(kind, tellIfHeld, { passive: true });
    return () => {
      for (const kind of kinds) element.removeEventListener(kind, tellIfHeld);
    };
  }, [scroller]);
  return readerMs;
}
