"use client";
import { useSyncExternalStore } from "react";

/** Rows of one height need no measuring, and nothing jumps when some are put before others. */
const WIDE_PX = 23;
const NARROW_PX = 46;
const WIDE = "(min-width: 768px)";

/** A line is one row of text; on small screens its message stands below the rest. */
export function useRowHeight(): number {
  const isWide = useSyncExternalStore(
    (onChange) => {
      const media = window.matchMedia(WIDE);
      media.addEventListener("change", onChange);
      return () => media.removeEventListener("change", onChange);
    },
    () => window.matchMedia(WIDE).matches,
    () => true,
  );
  return isWide ? WIDE_PX : NARROW_PX;
}
