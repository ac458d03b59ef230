"use client";
import { type RefObject, useEffect } from "react";
import { type Fingers, pinchWindow, type TimeScale, type TimeWindow } from "@/lib/view/time-scale";
import { useZoomHand, type ZoomHand } from "./use-zoom";

/** A gesture: where its two fingers came down, and what was in view then. */
interface Pinch {
  before: TimeScale;
  from: Fingers;
  leftPx: number;
}

/** Two fingers on an element zoom and move it; one finger is left to the page and to whoever else listens. */
export function usePinch(area: RefObject<HTMLElement | null>, domain: TimeWindow): void {
  const hand = useZoomHand(domain);
  useEffect(() => (area.current ? listen(area.current, hand) : undefined), [area, hand]);
}

function listen(element: HTMLElement, hand: ZoomHand): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const fingers = new Map<number, number>();
  let pinch: Pinch | null = null;
  const onDown = (event: PointerEvent) => {
    if (event.pointerType !== "touch") return;
    fingers.set(event.pointerId, event.clientX);
    const at = pairOf(fingers);
    const box = element.getBoundingClientRect();
    pinch = at && { before: { window: hand.getWindow(), widthPx: box.width }, from: at, leftPx: box.left };
  };
  const onMove = (event: PointerEvent) => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, event.clientX);
    const to = pairOf(fingers);
    if (!pinch || !to) return;
    const { before, from, leftPx } = pinch;
    const within = ([first, second]: Fingers): Fingers => [first - leftPx, second - leftPx];
    hand.show(pinchWindow(before, hand.domain, within(from), within(to)));
  };
  const onUp = (event: PointerEvent) => {
    if (fingers.delete(event.pointerId)) pinch = null;
  };
  element.addEventListener("pointerdown", onDown, { signal });
  element.addEventListener("pointermove", onMove, { signal });
  for (const end of ["pointerup", "pointercancel", "pointerleave"] as const) {
    element.addEventListener(end, onUp, { signal });
  }
  return () => stop.abort();
}

/** Null unless there are exactly two. */
function pairOf(fingers: ReadonlyMap<number, number>): Fingers | null {
  const [first, second, third] = fingers.values();
  return first !== undefined && second !== undefined && third === undefined ? [first, second] : null;
}
