"use client";
import { useLayoutEffect, useRef } from "react";
import { formatPlural } from "@/lib/view/format";
import { paintStrip } from "@/lib/view/strip-paint";
import type { SpeechLook, Strip } from "@/lib/view/strips";
import type { TimeScale } from "@/lib/view/time-scale";
import { drawStrip } from "./draw-strip";
import { useStage } from "./stage";
import type { Colors } from "./use-colors";

interface LaneStripProps {
  strip: Strip;
  scale: TimeScale;
  look: SpeechLook;
  colors: Colors | null;
}

/** Room around a strip for the ring of a selected mark and the line of a failed one. */
const BLEED_PX = 4;

/** One lane of bars or dots on a canvas. The list below says the same in words, so to readers this is a picture. */
export function LaneStrip({ strip, scale, look, colors }: LaneStripProps) {
  const { selectedId } = useStage();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { lane, heightPx, topPx, isSpeech } = strip;
  useLayoutEffect(() => {
    const context = canvas.current && colors ? prepare(canvas.current, scale.widthPx, heightPx) : null;
    if (!context || !colors) return;
    drawStrip({ context, strip, colors, isTint: look === "tint" }, paintStrip(strip, scale, selectedId));
  }, [strip, scale, look, colors, selectedId, heightPx]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={`${lane.label}: ${formatPlural(lane.marks.length, isSpeech ? "turn" : "mark")}`}
      className="pointer-events-none absolute left-0 w-full"
      style={{ top: topPx - BLEED_PX, height: heightPx + 2 * BLEED_PX }}
    />
  );
}

/** Gives the canvas the screen's own pixels, empties it, and makes a unit of it a CSS pixel. */
function prepare(canvas: HTMLCanvasElement, widthPx: number, heightPx: number): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(widthPx * ratio);
  const height = Math.round((heightPx + 2 * BLEED_PX) * ratio);
  // Setting a size, even the same one, makes the browser allocate anew.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext("2d");
  context?.setTransform(1, 0, 0, 1, 0, 0);
  context?.clearRect(0, 0, width, height);
  context?.setTransform(ratio, 0, 0, ratio, 0, BLEED_PX * ratio);
  return context;
}
