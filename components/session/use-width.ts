"use client";
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";

/** The width in pixels of an element without padding, known before its first picture and kept up to date; 0 on the server. */
export function useWidth<T extends HTMLElement>(): [RefObject<T | null>, number] {
  const element = useRef<T>(null);
  const [widthPx, setWidthPx] = useState(0);
  useLayoutEffect(() => {
    if (element.current) setWidthPx(Math.floor(element.current.getBoundingClientRect().width));
  }, []);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => setWidthPx(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, widthPx];
}
