"use client";
import { memo, useLayoutEffect, useRef } from "react";
import type { Lane, LaneId } from "@/lib/view/lanes";
import { placeMarks } from "@/lib/view/marks";
import type { TimeWindow } from "@/lib/view/time-scale";
import { prepareCanvas } from "./canvas";
import type { Colors } from "./use-colors";

interface ZoomOverviewProps {
  lanes: Lane[];
  domain: TimeWindow;
  widthPx: number;
  colors: Colors | null;
}

const HEIGHT_PX = 20;
const ROW_PX = 4;
const ROW_TOP_PX: Partial<Record<LaneId, number>> = { user: 3, agent: 9 };

/** Both sides as two thin rows. It does not change with the zoom. */
export const ZoomOverview = memo(function ZoomOverview({ lanes, domain, widthPx, colors }: ZoomOverviewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = prepareCanvas(canvas.current, { widthPx, heightPx: HEIGHT_PX });
    if (!context || !colors) return;
    context.globalAlpha = 0.65;
    for (const lane of lanes) {
      const topPx = ROW_TOP_PX[lane.id];
      if (topPx === undefined) continue;
      context.fillStyle = colors[lane.tone];
      for (const one of placeMarks(lane.levels, { window: domain, widthPx })) {
        context.fillRect(one.xPx, topPx, one.widthPx, ROW_PX);
      }
    }
    context.globalAlpha = 1;
  }, [lanes, domain, widthPx, colors]);
  return <canvas ref={canvas} className="absolute top-0 left-0 h-5 w-full" />;
});
