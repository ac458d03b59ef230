"use client";
import { type RefObject, useEffect } from "react";
import { dragWindow, type TimeWindow, toMs, type WindowPart, windowBetween } from "@/lib/view/time-scale";
import type { ZoomHand } from "./use-zoom";

interface Drag {
  part: WindowPart | "new";
  fromMs: number;
  before: TimeWindow;
  /** The bar's place when the pull began: it does not move during one. */
  leftPx: number;
  widthPx: number;
}

/** A shorter pull over the bar is a slip of the hand: pixels. */
const PULL_PX_MIN = 4;

/** The pointer on the zoom bar: pulls an end, moves the frame, or draws a new one where there is none. */
export function useZoomDrag(bar: RefObject<HTMLDivElement | null>, hand: ZoomHand): void {
  useEffect(() => {
    const element = bar.current;
    if (!element) return;
    const stop = new AbortController();
    const { signal } = stop;
    let drag: Drag | null = null;
    let fromPx = 0;
    const timeAt = ({ leftPx, widthPx }: Pick<Drag, "leftPx" | "widthPx">, event: PointerEvent) =>
      toMs({ window: hand.domain, widthPx }, event.clientX - leftPx);
    const onDown = (event: PointerEvent) => {
      if (event.button !== 0) return;
      fromPx = event.clientX;
      const box = element.getBoundingClientRect();
      const place = { leftPx: box.left, widthPx: box.width };
      drag = { ...place, part: partOf(event), fromMs: timeAt(place, event), before: hand.getWindow() };
      element.setPointerCapture(event.pointerId);
    };
    const onMove = (event: PointerEvent) => {
      if (!drag || (drag.part === "new" && Math.abs(event.clientX - fromPx) < PULL_PX_MIN)) return;
      const atMs = timeAt(drag, event);
      hand.show(
        drag.part === "new"
          ? windowBetween(drag.fromMs, atMs, hand.domain)
          : dragWindow(drag.before, hand.domain, drag.part, atMs - drag.fromMs),
      );
    };
    const onUp = () => {
      drag = null;
    };
    element.addEventListener("pointerdown", onDown, { signal });
    element.addEventListener("pointermove", onMove, { signal });
    element.addEventListener("pointerup", onUp, { signal });
    element.addEventListener("pointercancel", onUp, { signal });
    return () => stop.abort();
  }, [bar, hand]);
}

function partOf(event: PointerEvent): Drag["part"] {
  const part = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-zoom-part]") : null;
  const name = part?.dataset.zoomPart;
  return name === "start" || name === "end" || name === "whole" ? name : "new";
}
