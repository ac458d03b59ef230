"use client";
import { useRef } from "react";
import { cx } from "@/components/ui/cx";
import type { Lane } from "@/lib/view/lanes";
import { shareOf, type TimeWindow, windowMs } from "@/lib/view/time-scale";
import { PLOT_MARGIN } from "./plot-margin";
import { useStage } from "./stage";
import { useAlive } from "./use-alive";
import { usePainter } from "./use-painter";
import { useWidth } from "./use-width";
import { useIsFitted, useZoomHand, windowIn } from "./use-zoom";
import { useZoomDrag } from "./use-zoom-drag";
import { ZoomHandle } from "./zoom-handle";
import { ZoomPicture } from "./zoom-picture";

interface ZoomBarProps {
  domain: TimeWindow;
  lanes: Lane[];
}

/** However close the zoom, there is a frame to be seen: room for both handles. */
const FRAME_PX_MIN = 20;

/**
 * The whole session in small: who spoke when, what failed, and as a frame what the lanes show. The frame can be moved and
 * its ends can be pulled; pulling over the bar beside it zooms to that stretch. The frame moves without React.
 */
export function ZoomBar({ domain, lanes }: ZoomBarProps) {
  const { zoom } = useStage();
  const bar = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const start = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const [overview, widthPx] = useWidth<HTMLDivElement>();
  const hand = useZoomHand(domain);
  const isWhole = useIsFitted(domain);
  // Where frame and handles stand depends on the width.
  const placed = useAlive() ? "" : "invisible";
  useZoomDrag(bar, hand);
  usePainter(zoom.subscribe, () => {
    const window = windowIn(zoom, domain);
    const startPx = shareOf(domain, window.startMs) * widthPx;
    const shownPx = Math.max(FRAME_PX_MIN, (windowMs(window) / windowMs(domain)) * widthPx);
    // Moved and stretched, not laid out anew: the frame has no left and right border that would be stretched with it.
    if (frame.current) frame.current.style.transform = `translateX(${startPx}px) scaleX(${shownPx})`;
    if (start.current) start.current.style.transform = `translateX(${startPx}px)`;
    if (end.current) end.current.style.transform = `translateX(${startPx + shownPx}px) translateX(-100%)`;
  });
  return (
    <div
      ref={bar}
      data-zoom-bar={isWhole ? "whole" : "zoomed"}
      className={cx(
        "relative mb-2 h-5 cursor-crosshair touch-none overflow-x-clip rounded-sm bg-raise/60",
        PLOT_MARGIN,
      )}
    >
      <div ref={overview} aria-hidden className="pointer-events-none absolute inset-0">
        <ZoomPicture lanes={lanes} domain={domain} widthPx={widthPx} />
      </div>
      <div
        ref={frame}
        data-zoom-part={isWhole ? undefined : "whole"}
        className={cx(
          placed,
          "absolute inset-y-0 left-0 w-px origin-left border-y will-change-transform",
          isWhole ? "border-line" : "cursor-grab border-accent bg-accent/10 active:cursor-grabbing",
        )}
      />
      <div ref={start} className={cx(placed, "absolute inset-y-0 left-0 will-change-transform")}>
        <ZoomHandle part="start" hand={hand} />
      </div>
      <div ref={end} className={cx(placed, "absolute inset-y-0 left-0 will-change-transform")}>
        <ZoomHandle part="end" hand={hand} />
      </div>
    </div>
  );
}
