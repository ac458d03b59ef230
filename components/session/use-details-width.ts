"use client";
import { useLayoutEffect, useState } from "react";

const KEY = "earshot.details-width";

/** Pixels. Below the least, metrics no longer stand beside their names; the list keeps two fifths of the screen. */
export const DETAILS_WIDTH = { leastPx: 320, mostPx: 900, usualPx: 452 };

/** How wide the details are, remembered in this browser. */
export function useDetailsWidth(): [number, (widthPx: number) => void] {
  const [widthPx, setWidthPx] = useState(DETAILS_WIDTH.usualPx);
  // The server does not know it: the first picture of the markup that it made has the usual one.
  useLayoutEffect(() => setWidthPx(readWidth()), []);
  return [
    widthPx,
    (wantedPx) => {
      const next = Math.round(Math.min(DETAILS_WIDTH.mostPx, Math.max(DETAILS_WIDTH.leastPx, wantedPx)));
      setWidthPx(next);
      try {
        localStorage.setItem(KEY, String(next));
      } catch (error) {
        // Storage that is full or switched off: the width holds until the page is left.
        if (!(error instanceof DOMException)) throw error;
      }
    },
  ];
}

function readWidth(): number {
  try {
    const kept = Number(localStorage.getItem(KEY));
    return kept >= DETAILS_WIDTH.leastPx && kept <= DETAILS_WIDTH.mostPx ? kept : DETAILS_WIDTH.usualPx;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return DETAILS_WIDTH.usualPx;
  }
}
