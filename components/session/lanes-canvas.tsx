"use client";
import { memo, type RefObject, useRef } from "react";
import { placeMarks } from "@/lib/view/marks";
import { paintStrip } from "@/lib/view/strip-paint";
import { type PlacedStrip, type SpeechLook, type Strip, stripsHeightPx } from "@/lib/view/strips";
import { layOutTicks, type TimeScale, type TimeWindow } from "@/lib/view/time-scale";
import { prepareCanvas } from "./canvas";
import { AXIS_PX, drawGrid } from "./draw-grid";
import { drawStrip, isCrowded } from "./draw-strip";
import type { Colors } from "./use-colors";
import { useFonts } from "./use-fonts";
import { usePainter } from "./use-painter";
import { windowIn } from "./use-zoom";
import type { ZoomStore } from "./zoom-store";

/** What the plot's canvases draw by. */
export interface PlotFrame {
  zoom: ZoomStore;
  domain: TimeWindow;
  widthPx: number;
  colors: Colors | null;
}

interface LanesCanvasProps extends PlotFrame {
  strips: Strip[];
  look: SpeechLook;
  /** What is open reaches to here. */
  nowMs: number;
  selectedId: string | null;
  /** Told where the marks stand, for the pointer. */
  placed: RefObject<PlacedStrip[]>;
}

/** Times and signs at the plot's edges reach this far beyond them. */
const BLEED_PX = 18;

/** Grid, lanes and axis on one canvas, painted at most once a frame. The list below says the same in words. */
export const LanesCanvas = memo(function LanesCanvas(props: LanesCanvasProps) {
  const { zoom, domain, widthPx, colors, strips, look, nowMs, selectedId, placed } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const lanesPx = stripsHeightPx(strips);
  useFonts();
  usePainter(zoom.subscribe, () => {
    const context = prepareCanvas(canvas.current, { widthPx, heightPx: lanesPx + AXIS_PX, bleedPx: BLEED_PX });
    if (!context || !colors) return;
    const scale: TimeScale = { window: windowIn(zoom, domain), widthPx };
    drawGrid(context, { ticks: layOutTicks(scale), widthPx, heightPx: lanesPx, colors });
    placed.current = strips.map((strip) => ({ strip, placed: placeMarks(strip.lane.levels, scale, nowMs) }));
    for (const one of placed.current) {
      const { strip } = one;
      context.save();
      context.translate(0, strip.topPx);
      const pen = { context, strip, colors, isTint: look === "tint", isCrowded: isCrowded(one.placed.length) };
      drawStrip(pen, paintStrip(one, scale, selectedId));
      context.restore();
    }
  });
  return (
    <canvas
      ref={canvas}
      aria-hidden
      className="pointer-events-none absolute top-0 will-change-transform"
      style={{ height: lanesPx + AXIS_PX, left: -BLEED_PX, width: `calc(100% + ${2 * BLEED_PX}px)` }}
    />
  );
});
