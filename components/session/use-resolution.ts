"use client";
import { useSyncExternalStore } from "react";
import { chooseBuckets } from "@/lib/view/peaks";
import type { RecordingSpan } from "@/lib/view/recording-clock";
import { windowMs } from "@/lib/view/time-scale";
import type { PlotFrame } from "./lanes-canvas";
import { windowIn } from "./use-zoom";

/** How many buckets of peaks this zoom needs; changes in a few steps only, so who asks draws again only then. */
export function useResolution({ zoom, domain, widthPx }: PlotFrame, recording: RecordingSpan): number {
  const read = () => chooseBuckets(widthPx, recording.durationMs / windowMs(windowIn(zoom, domain)));
  return useSyncExternalStore(zoom.subscribe, read, read);
}
