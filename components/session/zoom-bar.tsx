"use client";
import { useRef } from "react";
import { cx } from "@/components/ui/cx";
import type { Lane } from "@/lib/view/lanes";
import { isFitted, shareOf, type TimeWindow, windowMs } from "@/lib/view/time-scale";
import { PLOT_MARGIN } from "./plot-margin";
import { useStage } from "./stage";
import { useColors } from "./use-colors";
import { usePainter } from "./use-painter";
import { useWidth } from "./use-width";
import { useIsFitted, useZoomHand, windowIn } from "./use-zoom";
import { useZoomDrag } from "./use-zoom-drag";
import { ZoomErrors } from "./zoom-errors";
import { ZoomHandle } from "./zoom-handle";
import { ZoomOverview } from "./zoom-overview";

interface ZoomBarProps {
  domain: TimeWindow;
  lanes: Lane[];
}

/**
 * The whole session in small: who spoke when, what failed, and as a frame what the lanes show. The frame can be moved and
 * its ends can be pulled; pulling over the bar beside it zooms to that stretch. The frame moves without React.
 */
export function ZoomBar({ domain, lanes }: ZoomBarProps) {
  const { zoom, moments } = useStage();
  const bar = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [overview, widthPx] = useWidth<HTMLDivElement>();
  const colors = useColors();
  const hand = useZoomHand(domain);
  const isWhole = useIsFitted(domain);
  useZoomDrag(bar, hand);
  usePainter(zoom.subscribe, () => {
    const window = windowIn(zoom, domain);
    if (!frame.current || !bar.current) return;
    frame.current.style.left = `${shareOf(domain, window.startMs) * 100}%`;
    frame.current.style.width = `${(windowMs(window) / windowMs(domain)) * 100}%`;
    bar.current.dataset.zoomBar = isFitted(window, domain) ? "whole" : "zoomed";
  });
  return (
    <div
      ref={bar}
      data-zoom-bar="whole"
      className={cx(
        "relative mb-2 h-5 cursor-crosshair touch-none overflow-x-clip rounded-sm bg-raise/60",
        PLOT_MARGIN,
      )}
    >
      <div ref={overview} aria-hidden className="pointer-events-none absolute inset-0">
        <ZoomOverview lanes={lanes} domain={domain} widthPx={widthPx} colors={colors} />
        <ZoomErrors moments={moments} domain={domain} />
      </div>
      <div
        ref={frame}
        data-zoom-part={isWhole ? undefined : "whole"}
        className={cx(
          "absolute inset-y-0 min-w-2 rounded-sm border",
          isWhole ? "border-line" : "cursor-grab border-accent bg-accent/10 active:cursor-grabbing",
        )}
      >
        <ZoomHandle part="start" hand={hand} />
        <ZoomHandle part="end" hand={hand} />
      </div>
    </div>
  );
}
