"use client";
import { type RefObject, useEffect, useRef } from "react";
import { findMarkAt, type MarkHit, type PlacedStrip } from "@/lib/view/strips";
import { isFitted, panBy, type TimeWindow, toMs, windowMs, zoomAt } from "@/lib/view/time-scale";
import { FILLS_WINDOW } from "./session-layout";
import { type Stage, useStage } from "./stage";
import { useZoomHand, type ZoomHand } from "./use-zoom";

/** How fast the wheel zooms: e^(this × pixels). A notch of a mouse (100 px) is a factor of about 1.35. */
const ZOOM_PER_PX = 0.003;
/** Some browsers count a wheel in lines or pages. */
const LINE_PX = 16;
const PAGE_PX = 400;
/** A shorter pull is a slip of the hand: pixels. */
const PULL_PX_MIN = 4;

interface PlotHands {
  area: RefObject<HTMLDivElement | null>;
  placed: RefObject<PlacedStrip[]>;
  domain: TimeWindow;
}

interface PlotState {
  stage: Stage;
  hand: ZoomHand;
  placed: RefObject<PlacedStrip[]>;
}

/**
 * The plot's pointer: moving shows the needle and names the mark under it; pressing seeks (and dragging scrubs); pressing
 * on a mark of a work lane shows its record and a double press goes there, on a side's lane a press does both; the wheel
 * zooms at the pointer where the page does not scroll, elsewhere with Ctrl, and sideways it scrolls.
 */
export function usePlotPointer({ area, placed, domain }: PlotHands): void {
  const stage = useStage();
  const hand = useZoomHand(domain);
  const latest = useRef<PlotState>({ stage, hand, placed });
  latest.current = { stage, hand, placed };
  useEffect(() => (area.current ? listen(area.current, latest) : undefined), [area]);
}

function listen(element: HTMLDivElement, latest: RefObject<PlotState>): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const box = keepBox(element, signal);
  const at: Under = {
    timeAt: (event) =>
      toMs({ window: latest.current.hand.getWindow(), widthPx: box().width }, event.clientX - box().left),
    markAt: (event) => findMarkAt(latest.current.placed.current, event.clientX - box().left, event.clientY - box().top),
  };
  listenToPresses(element, { latest, at, signal });
  const onWheel = (event: WheelEvent) => {
    const where = { positionMs: at.timeAt(event), widthPx: box().width };
    if (!turnWheel(event, latest.current.hand, where)) return;
    event.preventDefault();
    // The mark under the pointer is another one now.
    latest.current.stage.hover.set(at.timeAt(event), null);
  };
  element.addEventListener("pointerleave", () => latest.current.stage.hover.set(null), { signal });
  element.addEventListener("wheel", onWheel, { passive: false, signal });
  return () => stop.abort();
}

/** What lies under the pointer. */
interface Under {
  timeAt: (event: MouseEvent) => number;
  markAt: (event: MouseEvent) => MarkHit | null;
}

interface PressHands {
  latest: RefObject<PlotState>;
  at: Under;
  signal: AbortSignal;
}

function listenToPresses(element: HTMLDivElement, { latest, at, signal }: PressHands): void {
  const press = (event: MouseEvent) => {
    const { stage } = latest.current;
    const hit = at.markAt(event);
    if (hit?.placed.mark.recordId) stage.select(hit.placed.mark.recordId, "never");
    if (!hit || hit.strip.isSpeech) stage.moveTo(at.timeAt(event));
  };
  /** Where the button went down; null while it is up. */
  let fromPx: number | null = null;
  const onMove = (event: PointerEvent) => {
    const isPulled = fromPx !== null && Math.abs(event.clientX - fromPx) >= PULL_PX_MIN;
    // Once pulled it stays so, also back where it began.
    if (isPulled) fromPx = Number.NEGATIVE_INFINITY;
    const hit = isPulled ? null : at.markAt(event);
    element.style.cursor = hit?.placed.mark.recordId ? "pointer" : "";
    latest.current.stage.hover.set(at.timeAt(event), hit);
    if (isPulled) latest.current.stage.moveTo(at.timeAt(event));
  };
  const onDown = (event: PointerEvent) => {
    // A button on the plot is pressed for itself.
    if (event.target instanceof Element && event.target.closest("button")) return;
    // A finger that comes down may be scrolling the page: it is a press only when it leaves again (`click`).
    if (event.button !== 0 || event.pointerType === "touch") return;
    fromPx = event.clientX;
    press(event);
    element.setPointerCapture(event.pointerId);
  };
  const onUp = () => {
    fromPx = null;
  };
  const onClick = (event: MouseEvent) => {
    if ("pointerType" in event && event.pointerType === "touch") press(event);
  };
  const onDoubleClick = (event: MouseEvent) => {
    const hit = at.markAt(event);
    if (hit) latest.current.stage.moveTo(hit.placed.mark.startMs);
  };
  element.addEventListener("pointermove", onMove, { signal });
  element.addEventListener("pointerdown", onDown, { signal });
  element.addEventListener("pointerup", onUp, { signal });
  element.addEventListener("pointercancel", onUp, { signal });
  element.addEventListener("click", onClick, { signal });
  element.addEventListener("dblclick", onDoubleClick, { signal });
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
function turnWheel(event: WheelEvent, hand: ZoomHand, at: { positionMs: number; widthPx: number }): boolean {
  const unitPx = event.deltaMode === 0 ? 1 : event.deltaMode === 1 ? LINE_PX : PAGE_PX;
  const window = hand.getWindow();
  const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
  const isAsked = event.ctrlKey || event.metaKey;
  if (isSideways && !isAsked) {
    const byPx = unitPx * (event.shiftKey ? event.deltaY + event.deltaX : event.deltaX);
    if (byPx === 0 || isFitted(window, hand.domain)) return false;
    hand.show(panBy(window, hand.domain, (byPx / Math.max(1, at.widthPx)) * windowMs(window)));
    return true;
  }
  if (!isAsked && !matchMedia(FILLS_WINDOW).matches) return false;
  hand.show(zoomAt(window, hand.domain, Math.exp(-event.deltaY * unitPx * ZOOM_PER_PX), at.positionMs));
  return true;
}
