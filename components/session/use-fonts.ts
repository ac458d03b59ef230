"use client";
import { useEffect, useState } from "react";

/** Draws a component once more when the page's fonts are there: what its canvas wrote before is written again in them. */
export function useFonts(): void {
  const [, setReady] = useState(false);
  useEffect(() => {
    void document.fonts.ready.then(() => setReady(true));
  }, []);
}
