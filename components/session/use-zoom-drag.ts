"use client";
import { type RefObject, useEffect, useRef } from "react";
import { dragWindow, isFitted, type TimeWindow, toMs, type WindowPart, windowBetween } from "@/lib/view/time-scale";
import type { ViewWindow } from "./view-window";

interface Drag {
  part: WindowPart | "new";
  fromMs: number;
  before: TimeWindow;
}

/** A shorter pull over the bar is a slip of the hand: pixels. */
const PULL_PX_MIN = 4;

/** The pointer on the zoom bar: pulls an end, moves the frame, or draws a new one where there is none. */
export function useZoomDrag(bar: RefObject<HTMLDivElement | null>, view: ViewWindow): void {
  const latest = useRef(view);
  latest.current = view;
  useEffect(() => {
    const element = bar.current;
    if (!element) return;
    const stop = new AbortController();
    const { signal } = stop;
    let drag: Drag | null = null;
    let fromPx = 0;
    const timeAt = (event: PointerEvent) => {
      const box = element.getBoundingClientRect();
      return toMs({ window: latest.current.domain, widthPx: box.width }, event.clientX - box.left);
    };
    const onDown = (event: PointerEvent) => {
      if (event.button !== 0) return;
      fromPx = event.clientX;
      drag = { part: partOf(event), fromMs: timeAt(event), before: latest.current.window };
      element.setPointerCapture(event.pointerId);
    };
    const onMove = (event: PointerEvent) => {
      if (!drag || (drag.part === "new" && Math.abs(event.clientX - fromPx) < PULL_PX_MIN)) return;
      const { domain, setWindow } = latest.current;
      const atMs = timeAt(event);
      const next =
        drag.part === "new"
          ? windowBetween(drag.fromMs, atMs, domain)
          : dragWindow(drag.before, domain, drag.part, atMs - drag.fromMs);
      setWindow(isFitted(next, domain) ? null : next);
    };
    const onUp = () => {
      drag = null;
    };
    element.addEventListener("pointerdown", onDown, { signal });
    element.addEventListener("pointermove", onMove, { signal });
    element.addEventListener("pointerup", onUp, { signal });
    element.addEventListener("pointercancel", onUp, { signal });
    return () => stop.abort();
  }, [bar]);
}

function partOf(event: PointerEvent): Drag["part"] {
  const part = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-zoom-part]") : null;
  const name = part?.dataset.zoomPart;
  return name === "start" || name === "end" || name === "whole" ? name : "new";
}
