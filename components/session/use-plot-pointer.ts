"use client";
import { type RefObject, useEffect, useRef } from "react";
import { isFitted, panBy, toMs, windowMs, zoomAt } from "@/lib/view/time-scale";
import { useStage } from "./stage";
import type { ViewWindow } from "./view-window";

/** How fast the wheel zooms: e^(this × pixels). A notch of a mouse (100 px) is a factor of about 1.35. */
const ZOOM_PER_PX = 0.003;

/**
 * The plot's pointer: moving shows the needle, pressing seeks (and dragging scrubs), pressing on a mark selects its
 * record, Ctrl and wheel zooms at the pointer, a sideways wheel scrolls.
 */
export function usePlotPointer(area: RefObject<HTMLDivElement | null>, view: ViewWindow): void {
  const stage = useStage();
  const latest = useRef({ stage, view });
  latest.current = { stage, view };
  useEffect(() => {
    const element = area.current;
    if (!element) return;
    const timeAt = (event: MouseEvent) => {
      const box = element.getBoundingClientRect();
      return toMs({ window: latest.current.view.window, widthPx: box.width }, event.clientX - box.left);
    };
    const onMove = (event: PointerEvent) => {
      latest.current.stage.hover.set(timeAt(event));
      if (element.hasPointerCapture(event.pointerId)) latest.current.stage.moveTo(timeAt(event));
    };
    const onDown = (event: PointerEvent) => {
      // A finger that comes down may be scrolling the page: it is a press only when it leaves again (`click`).
      if (event.button !== 0 || event.pointerType === "touch") return;
      press(event, latest.current.stage, timeAt(event));
      element.setPointerCapture(event.pointerId);
    };
    const onClick = (event: MouseEvent) => {
      const isTouch = "pointerType" in event && event.pointerType === "touch";
      if (isTouch) press(event, latest.current.stage, timeAt(event));
    };
    const onLeave = () => latest.current.stage.hover.set(null);
    const onWheel = (event: WheelEvent) => {
      if (turnWheel(event, latest.current.view, timeAt(event))) event.preventDefault();
    };
    element.addEventListener("pointermove", onMove);
    element.addEventListener("pointerdown", onDown);
    element.addEventListener("click", onClick);
    element.addEventListener("pointerleave", onLeave);
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => {
      element.removeEventListener("pointermove", onMove);
      element.removeEventListener("pointerdown", onDown);
      element.removeEventListener("click", onClick);
      element.removeEventListener("pointerleave", onLeave);
      element.removeEventListener("wheel", onWheel);
    };
  }, [area]);
}

function press(event: MouseEvent, stage: ReturnType<typeof useStage>, positionMs: number): void {
  const mark = event.target instanceof Element ? event.target.closest("[data-record]") : null;
  const recordId = mark?.getAttribute("data-record") ?? null;
  if (recordId !== null) stage.select(recordId, "never");
  stage.moveTo(positionMs);
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
