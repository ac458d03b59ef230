"use client";
import { useEffect, useRef } from "react";
import { formatClock } from "@/lib/view/format";
import { keepInView, type TimeScale, toPx } from "@/lib/view/time-scale";
import { useStage } from "./stage";
import { useEachPosition } from "./use-clock";
import type { ViewWindow } from "./view-window";

interface PlayheadProps {
  scale: TimeScale;
  view: ViewWindow;
}

/** The line of now through everything, and the needle where the pointer rests. Both move without React. */
export function Playhead({ scale, view }: PlayheadProps) {
  const { clock, isAtNow } = useStage();
  const line = useRef<HTMLDivElement>(null);
  useEachPosition(clock, (positionMs) => {
    place(line.current, toPx(scale, positionMs), scale.widthPx);
    if (!clock.getState().isPlaying && !isAtNow) return;
    const next = keepInView(view.window, view.domain, positionMs);
    if (next !== view.window) view.setWindow(next);
  });
  // The scale changes what the same position means in pixels.
  useEffect(() => place(line.current, toPx(scale, clock.getPositionMs()), scale.widthPx));
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0 z-20">
      <Needle scale={scale} />
      <div ref={line} className="absolute top-0 bottom-5 left-0 w-0">
        <i className="absolute inset-y-0 -left-px w-[1.5px] bg-text" />
        <i className="absolute -bottom-1 -left-[3.5px] size-[7px] rounded-full bg-text" />
      </div>
    </div>
  );
}

function Needle({ scale }: { scale: TimeScale }) {
  const { hover } = useStage();
  const line = useRef<HTMLDivElement>(null);
  const label = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const draw = () => {
      const positionMs = hover.getPositionMs();
      place(line.current, positionMs === null ? -1 : toPx(scale, positionMs), scale.widthPx);
      if (label.current && positionMs !== null) label.current.textContent = formatClock(positionMs);
    };
    draw();
    return hover.subscribe(draw);
  });
  return (
    <div ref={line} className="absolute top-0 bottom-6 left-0 w-0">
      <i className="absolute inset-y-0 w-px bg-accent opacity-70" />
      <span
        ref={label}
        className="mono absolute -bottom-[22px] -translate-x-1/2 rounded-sm border border-line bg-raise px-1 text-[10.5px] text-text"
      />
    </div>
  );
}

function place(element: HTMLElement | null, xPx: number, widthPx: number): void {
  if (!element) return;
  const isInView = xPx >= -0.5 && xPx <= widthPx + 0.5;
  element.style.visibility = isInView ? "visible" : "hidden";
  element.style.transform = `translateX(${xPx}px)`;
}
