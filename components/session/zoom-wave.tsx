"use client";
import { memo, useMemo, useRef } from "react";
import { OVERVIEW_BUCKETS, toHeights } from "@/lib/view/peaks";
import type { RecordingSpan } from "@/lib/view/recording-clock";
import { shareOf, type TimeWindow } from "@/lib/view/time-scale";
import { toWave } from "@/lib/view/wave";
import { useStage } from "./stage";
import { useAlive } from "./use-alive";
import { useEachPosition } from "./use-clock";
import { usePeaks } from "./use-peaks";
import { WavePicture } from "./wave-picture";

interface ZoomWaveProps {
  recording: RecordingSpan;
  peaksUrl: string;
  access: string;
  domain: TimeWindow;
}

const HEIGHT_PX = 18;
const BARS = "[mask-image:repeating-linear-gradient(90deg,#000_0_1px,transparent_1px_2px)]";

/**
 * The whole recording in small, one side over the other, where it lies in the session; what was played is brighter. It does not
 * change with the zoom.
 */
export const ZoomWave = memo(function ZoomWave({ recording, peaksUrl, access, domain }: ZoomWaveProps) {
  const { clock } = useStage();
  const isAlive = useAlive();
  const played = useRef<HTMLDivElement>(null);
  const { data } = usePeaks(peaksUrl, access, OVERVIEW_BUCKETS);
  const wave = useMemo(() => data && toWave(toHeights(data), recording.durationMs), [data, recording]);
  // In thousandths: while it plays, it is painted anew only when there is something to see.
  const clipOf = (positionMs: number) => `inset(0 ${Math.round(1000 * (1 - shareOf(domain, positionMs))) / 10}% 0 0)`;
  const clipped = useRef("");
  useEachPosition(clock, (positionMs) => {
    const clip = clipOf(positionMs);
    if (!played.current || clip === clipped.current) return;
    played.current.style.clipPath = clip;
    clipped.current = clip;
  });
  if (!wave) return null;
  const picture = { wave, recording, window: domain, heightPx: HEIGHT_PX };
  return (
    <div className="absolute inset-x-0 inset-y-px">
      <WavePicture {...picture} className={`${BARS} [&>svg]:opacity-48`} />
      {isAlive && (
        <div ref={played} className="absolute inset-0" style={{ clipPath: clipOf(clock.getPositionMs()) }}>
          <WavePicture {...picture} className={BARS} />
        </div>
      )}
    </div>
  );
});
