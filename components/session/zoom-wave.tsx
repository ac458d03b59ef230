"use client";
import { memo, useMemo, useRef } from "react";
import { OVERVIEW_BUCKETS, toHeights } from "@/lib/view/peaks";
import type { RecordingSpan } from "@/lib/view/recording-clock";
import { shareOf, type TimeWindow, windowMs } from "@/lib/view/time-scale";
import { toWave } from "@/lib/view/wave";
import type { Colors } from "./use-colors";
import { useOverviewWave } from "./use-overview-wave";
import { usePeaks } from "./use-peaks";
import { WavePicture } from "./wave-picture";

interface ZoomWaveProps {
  recording: RecordingSpan;
  peaksUrl: string;
  access: string;
  domain: TimeWindow;
  colors: Colors | null;
}

const HEIGHT_PX = 18;
const BARS = "opacity-48 [mask-image:repeating-linear-gradient(90deg,#000_0_1px,transparent_1px_2px)]";

/**
 * The whole recording in small, one side over the other, where it lies in the session; what was played is brighter. It does not
 * change with the zoom. As markup first, until it is drawn with the played part.
 */
export const ZoomWave = memo(function ZoomWave({ recording, peaksUrl, access, domain, colors }: ZoomWaveProps) {
  const host = useRef<HTMLDivElement>(null);
  const { offsetMs, durationMs } = recording;
  const { data } = usePeaks(peaksUrl, access, OVERVIEW_BUCKETS);
  const wave = useMemo(() => data && toWave(toHeights(data), durationMs), [data, durationMs]);
  const isDrawn = useOverviewWave(host, { peaks: data, durationMs, colors });
  const picture = wave && !isDrawn && { wave, recording, window: domain, heightPx: HEIGHT_PX };
  // Nothing in it scrolls: a scrollable box inside would be one more stop for the keyboard.
  return (
    <div className="absolute inset-x-0 inset-y-px">
      {picture && <WavePicture {...picture} className={BARS} />}
      <div
        ref={host}
        className="absolute inset-y-0 [&>div::part(scroll)]:overflow-hidden!"
        style={{ left: `${shareOf(domain, offsetMs) * 100}%`, width: `${(durationMs / windowMs(domain)) * 100}%` }}
      />
    </div>
  );
});
