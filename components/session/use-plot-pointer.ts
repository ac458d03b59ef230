"use client";
import { type RefObject, useEffect, useRef } from "react";
import { findMarkAt, type Strip } from "@/lib/view/strips";
import { isFitted, panBy, toMs, windowMs, zoomAt } from "@/lib/view/time-scale";
import { type Stage, useStage } from "./stage";
import type { ViewWindow } from "./view-window";

/** How fast the wheel zooms: e^(this × pixels). A notch of a mouse (100 px) is a factor of about 1.35. */
const ZOOM_PER_PX = 0.003;

interface PlotState {
  stage: Stage;
  view: ViewWindow;
  strips: readonly Strip[];
}

/**
 * The plot's pointer: moving shows the needle and names the mark under it, pressing seeks (and dragging scrubs), pressing
 * on a mark selects its record, Ctrl and wheel zooms at the pointer, a sideways wheel scrolls.
 */
export function usePlotPointer(
  area: RefObject<HTMLDivElement | null>,
  view: ViewWindow,
  strips: readonly Strip[],
): void {
  const stage = useStage();
  const latest = useRef<PlotState>({ stage, view, strips });
  latest.current = { stage, view, strips };
  useEffect(() => (area.current ? listen(area.current, latest) : undefined), [area]);
}

function listen(element: HTMLDivElement, latest: RefObject<PlotState>): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const box = keepBox(element, signal);
  const timeAt = (event: MouseEvent) => {
    const { left, width } = box();
    return toMs({ window: latest.current.view.window, widthPx: width }, event.clientX - left);
  };
  const markAt = (event: MouseEvent) => {
    const { left, top } = box();
    return findMarkAt(latest.current.strips, event.clientX - left, event.clientY - top);
  };
  const press = (event: MouseEvent) => {
    const hit = markAt(event);
    if (hit) latest.current.stage.select(hit.placed.mark.id, "never");
    latest.current.stage.moveTo(timeAt(event));
  };
  const onMove = (event: PointerEvent) => {
    const isDragged = element.hasPointerCapture(event.pointerId);
    const hit = isDragged ? null : markAt(event);
    element.style.cursor = hit ? "pointer" : "";
    latest.current.stage.hover.set(timeAt(event), hit);
    if (isDragged) latest.current.stage.moveTo(timeAt(event));
  };
  const onDown = (event: PointerEvent) => {
    // A finger that comes down may be scrolling the page: it is a press only when it leaves again (`click`).
    if (event.button !== 0 || event.pointerType === "touch") return;
    press(event);
    element.setPointerCapture(event.pointerId);
  };
  const onClick = (event: MouseEvent) => {
    if ("pointerType" in event && event.pointerType === "touch") press(event);
  };
  const onWheel = (event: WheelEvent) => {
    if (!turnWheel(event, latest.current.view, timeAt(event))) return;
    event.preventDefault();
    // The mark under the pointer is another one now.
    latest.current.stage.hover.set(timeAt(event), null);
  };
  element.addEventListener("pointermove", onMove, { signal });
  element.addEventListener("pointerdown", onDown, { signal });
  element.addEventListener("click", onClick, { signal });
  element.addEventListener("pointerleave", () => latest.current.stage.hover.set(null), { signal });
  element.addEventListener("wheel", onWheel, { passive: false, signal });
  return () => stop.abort();
}

/** The element's place in the window, measured once until something moves it: measuring makes the browser lay out. */
function keepBox(element: HTMLElement, signal: AbortSignal): () => DOMRect {
  let kept: DOMRect | null = null;
  const forget = () => {
    kept = null;
  };
  const observer = new ResizeObserver(forget);
  observer.observe(element);
  observer.observe(document.body);
  signal.addEventListener("abort", () => observer.disconnect());
  element.addEventListener("pointerenter", forget, { signal });
  window.addEventListener("scroll", forget, { capture: true, passive: true, signal });
  window.addEventListener("resize", forget, { signal });
  return () => {
    kept ??= element.getBoundingClientRect();
    return kept;
  };
}

/** True when the wheel was ours: zoomed or scrolled sideways. */
function turnWheel(event: WheelEvent, view: ViewWindow, positionMs: number): boolean {
  const { window, domain, setWindow } = view;
  if (event.ctrlKey || event.metaKey) {
    const next = zoomAt(window, domain, Math.exp(-event.deltaY * ZOOM_PER_PX), positionMs);
    setWindow(isFitted(next, domain) ? null : next);
    return true;
  }
  const sidewaysPx = event.shiftKey ? event.deltaY + event.deltaX : event.deltaX;
  if (Math.abs(sidewaysPx) <= Math.abs(event.shiftKey ? 0 : event.deltaY) || isFitted(window, domain)) return false;
  const widthPx = event.currentTarget instanceof Element ? event.currentTarget.clientWidth : 1;
  setWindow(panBy(window, domain, (sidewaysPx / Math.max(1, widthPx)) * windowMs(window)));
  return true;
}
