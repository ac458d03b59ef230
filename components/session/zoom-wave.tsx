"use client";
import { memo, useRef } from "react";
import { OVERVIEW_BUCKETS } from "@/lib/view/peaks";
import type { RecordingSpan } from "@/lib/view/recording-clock";
import { shareOf, type TimeWindow, windowMs } from "@/lib/view/time-scale";
import type { Colors } from "./use-colors";
import { useOverviewWave } from "./use-overview-wave";
import { usePeaks } from "./use-peaks";

interface ZoomWaveProps {
  recording: RecordingSpan;
  peaksUrl: string;
  access: string;
  domain: TimeWindow;
  colors: Colors | null;
}

/** The whole recording in small, one side over the other, where it lies in the session. It does not change with the zoom. */
export const ZoomWave = memo(function ZoomWave({ recording, peaksUrl, access, domain, colors }: ZoomWaveProps) {
  const host = useRef<HTMLDivElement>(null);
  const { offsetMs, durationMs } = recording;
  const { data } = usePeaks(peaksUrl, access, OVERVIEW_BUCKETS);
  useOverviewWave(host, { peaks: data, durationMs, colors });
  // Nothing in it scrolls: a scrollable box inside would be one more stop for the keyboard.
  return (
    <div
      ref={host}
      className="absolute inset-y-px [&>div::part(scroll)]:overflow-hidden!"
      style={{ left: `${shareOf(domain, offsetMs) * 100}%`, width: `${(durationMs / windowMs(domain)) * 100}%` }}
    />
  );
});
