"use client";
import { type RefObject, useEffect, useState } from "react";
import { type Peaks, toHeights } from "@/lib/view/peaks";
import { useStage } from "./stage";
import type { Colors } from "./use-colors";

const LANE_HEIGHT_PX = 9;
/** How much of its colour a bar keeps that has not been played yet. */
const UNPLAYED_PERCENT = 48;

/**
 * Draws the whole recording into an element with wavesurfer, in the two sides' colours, and answers whether it is there. The audio
 * element is given to it only so that what was played is brighter: it neither fetches nor decodes the file.
 */
export function useOverviewWave(
  host: RefObject<HTMLDivElement | null>,
  { peaks, durationMs, colors }: { peaks: Peaks | undefined; durationMs: number; colors: Colors | null },
): boolean {
  const { clock } = useStage();
  const [isDrawn, setIsDrawn] = useState(false);
  useEffect(() => {
    if (!peaks || !colors) return;
    let isWanted = true;
    let stop = () => {};
    const draw = async () => {
      // A script of its own: what stands there until it has come says the same.
      const { default: WaveSurfer } = await import("wavesurfer.js");
      if (!isWanted || !host.current) return;
      const dim = (color: string) => `color-mix(in srgb, ${color} ${UNPLAYED_PERCENT}%, ${colors.raise})`;
      const surfer = WaveSurfer.create({
        container: host.current,
        media: clock.getAudio() ?? undefined,
        peaks: toHeights(peaks),
        duration: durationMs / 1000,
        height: LANE_HEIGHT_PX,
        splitChannels: [colors.user, colors.agent].map((color) => ({ waveColor: dim(color), progressColor: color })),
        barWidth: 1,
        barGap: 1,
        barMinHeight: 1,
        cursorWidth: 0,
        interact: false,
        hideScrollbar: true,
      });
      surfer.once("redrawcomplete", () => setIsDrawn(true));
      stop = () => surfer.destroy();
    };
    // Without the script the first picture stays, which lacks only what was played.
    draw().catch(() => setIsDrawn(false));
    return () => {
      isWanted = false;
      stop();
    };
  }, [host, peaks, durationMs, colors, clock]);
  return isDrawn;
}
