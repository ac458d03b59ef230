"use client";
import { type RefObject, useEffect, useRef } from "react";
import { formatClock } from "@/lib/view/format";
import { keepInView, type TimeWindow, toPx } from "@/lib/view/time-scale";
import { useStage } from "./stage";
import { useEachPosition } from "./use-clock";
import { usePainter } from "./use-painter";
import { windowIn } from "./use-zoom";

interface PlayheadProps {
  domain: TimeWindow;
  widthPx: number;
}

/** The line of now through everything, and the needle where the pointer rests. Both move without React. */
export function Playhead({ domain, widthPx }: PlayheadProps) {
  const { clock, zoom, isAtNow } = useStage();
  const line = useRef<HTMLDivElement>(null);
  const draw = () => place(line, toPx({ window: windowIn(zoom, domain), widthPx }, clock.getPositionMs()), widthPx);
  useEachPosition(clock, (positionMs) => {
    if (clock.getState().isPlaying || isAtNow) {
      const window = windowIn(zoom, domain);
      const next = keepInView(window, domain, positionMs);
      if (next !== window) zoom.set(next);
    }
    draw();
  });
  usePainter(zoom.subscribe, draw);
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0 z-20">
      <Needle domain={domain} widthPx={widthPx} />
      <div ref={line} className="absolute top-0 bottom-5 left-0 w-0 will-change-transform">
        <i className="absolute inset-y-0 -left-px w-[1.5px] bg-text" />
        <i className="absolute -bottom-1 -left-[3.5px] size-[7px] rounded-full bg-text" />
      </div>
    </div>
  );
}

function Needle({ domain, widthPx }: PlayheadProps) {
  const { hover, zoom } = useStage();
  const line = useRef<HTMLDivElement>(null);
  const label = useRef<HTMLSpanElement>(null);
  const draw = () => {
    const positionMs = hover.getPositionMs();
    const scale = { window: windowIn(zoom, domain), widthPx };
    place(line, positionMs === null ? -1 : toPx(scale, positionMs), widthPx);
    const text = positionMs === null ? "" : formatClock(positionMs);
    if (label.current && label.current.textContent !== text) label.current.textContent = text;
  };
  const latest = useRef(draw);
  latest.current = draw;
  useEffect(() => hover.subscribe(() => latest.current()), [hover]);
  usePainter(zoom.subscribe, draw);
  return (
    <div ref={line} data-needle className="invisible absolute top-0 bottom-6 left-0 w-0 will-change-transform">
      <i className="absolute inset-y-0 w-px bg-accent opacity-70" />
      <span
        ref={label}
        className="mono absolute -bottom-[22px] -translate-x-1/2 rounded-sm border border-line bg-raise px-1 text-[10.5px] text-text"
      />
    </div>
  );
}

function place({ current: element }: RefObject<HTMLElement | null>, xPx: number, widthPx: number): void {
  if (!element) return;
  const isInView = xPx >= -0.5 && xPx <= widthPx + 0.5;
  const visibility = isInView ? "visible" : "hidden";
  if (element.style.visibility !== visibility) element.style.visibility = visibility;
  if (isInView) element.style.transform = `translateX(${xPx}px)`;
}
