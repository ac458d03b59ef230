"use client";
import { type RefObject, useEffect } from "react";
import WaveSurfer from "wavesurfer.js";
import { type Peaks, toHeights } from "@/lib/view/peaks";
import { useStage } from "./stage";
import type { Colors } from "./use-colors";

const LANE_HEIGHT_PX = 9;
/** How much of its colour a bar keeps that has not been played yet. */
const UNPLAYED_PERCENT = 48;

/**
 * Draws the whole recording into an element with wavesurfer, in the two sides' colours. The audio element is given to it only so that
 * what was played is brighter: it neither fetches nor decodes the file.
 */
export function useOverviewWave(
  host: RefObject<HTMLDivElement | null>,
  { peaks, durationMs, colors }: { peaks: Peaks | undefined; durationMs: number; colors: Colors | null },
): void {
  const { clock } = useStage();
  useEffect(() => {
    if (!host.current || !peaks || !colors) return;
    const dim = (color: string) => `color-mix(in srgb, ${color} ${UNPLAYED_PERCENT}%, ${colors.raise})`;
    const container = host.current;
    let surfer: WaveSurfer | null = null;
    const draw = () => {
      surfer = WaveSurfer.create({
        container,
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
    };
    // After the screen's first picture: it takes longer than the large waveform, and says less.
    const soon = setTimeout(draw);
    return () => {
      clearTimeout(soon);
      surfer?.destroy();
    };
  }, [host, peaks, durationMs, colors, clock]);
}
