"use client";
import { type RefObject, useCallback, useEffect, useState } from "react";

/** About a row: less is a tremble of the hand. */
const AWAY_PX = 40;

/** Whether the reader scrolled away from the list's head, in the list itself or, on small screens, in the page; and the way back. */
export function useAway(scroller: RefObject<HTMLElement | null>) {
  const [isAway, setIsAway] = useState(false);
  useEffect(() => {
    const onScroll = () => setIsAway((scroller.current?.scrollTop ?? 0) > AWAY_PX || window.scrollY > AWAY_PX);
    // Scrolling of an element does not bubble, but it is captured.
    document.addEventListener("scroll", onScroll, { capture: true, passive: true });
    return () => document.removeEventListener("scroll", onScroll, { capture: true });
  }, [scroller]);
  const goBack = useCallback(() => {
    scroller.current?.scrollTo({ top: 0 });
    window.scrollTo({ top: 0 });
  }, [scroller]);
  return { isAway, goBack };
}
