"use client";
import { useEffect, useLayoutEffect, useRef } from "react";

/**
 * Paints without React: at once when the component was drawn, and once in the next frame when the store has changed, however
 * often it did. The component must draw itself only when what it paints changes (`memo`).
 */
export function usePainter(subscribe: (listener: () => void) => () => void, paint: () => void): void {
  const latest = useRef(paint);
  latest.current = paint;
  useLayoutEffect(() => latest.current());
  useEffect(() => {
    let frame = 0;
    const run = () => {
      frame = 0;
      latest.current();
    };
    const stop = subscribe(() => {
      if (frame === 0) frame = requestAnimationFrame(run);
    });
    return () => {
      cancelAnimationFrame(frame);
      stop();
    };
  }, [subscribe]);
}
