"use client";
import { memo, useMemo, useRef, useState } from "react";
import type { AudioActivity } from "@/lib/model/activity";
import { layOutBands } from "@/lib/view/bands";
import { toHeights } from "@/lib/view/peaks";
import type { RecordingSpan } from "@/lib/view/recording-clock";
import { type TimeScale, toPx } from "@/lib/view/time-scale";
import { barAt, layOutWave, toWave, type WaveBars } from "@/lib/view/wave";
import { prepareCanvas } from "./canvas";
import { drawBands } from "./draw-bands";
import { drawWave } from "./draw-wave";
import type { PlotFrame } from "./lanes-canvas";
import type { SessionClock } from "./session-clock";
import { useEachPosition } from "./use-clock";
import { usePainter } from "./use-painter";
import { usePeaks } from "./use-peaks";
import { useResolution } from "./use-resolution";
import { windowIn } from "./use-zoom";
import { WavePicture } from "./wave-picture";
import { WaveformFailure } from "./waveform-failure";

interface WaveformProps {
  frame: PlotFrame;
  clock: SessionClock;
  access: string;
  recording: RecordingSpan;
  peaksUrl: string;
  activity: AudioActivity | null;
}

const HEIGHT_PX = 100;
const PITCH_PX = 3;
/** The same bars (`draw-wave.ts`), cut out of a picture. */
const BARS = "[mask-image:repeating-linear-gradient(90deg,#000_0_2px,transparent_2px_3px)] [&>svg]:opacity-48";

/**
 * Both sides' waveforms, one over the other, exactly where the recording lies on the plot. Drawn from the server's
 * peaks: the audio file is neither fetched nor decoded for it. Until the canvas is painted, markup stands for it, and goes in the same picture.
 */
export const Waveform = memo(function Waveform(props: WaveformProps) {
  const { frame, clock, access, recording, peaksUrl, activity } = props;
  const { zoom, domain, widthPx, colors } = frame;
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<{ scale: TimeScale; bars: WaveBars; played: number } | null>(null);
  const [isPainted, setPainted] = useState(false);
  const peaks = usePeaks(peaksUrl, access, useResolution(frame, recording));
  const { data } = peaks;
  const wave = useMemo(() => data && toWave(toHeights(data), recording.durationMs), [data, recording]);
  const paint = () => {
    const context = prepareCanvas(canvas.current, { widthPx, heightPx: HEIGHT_PX });
    if (!context || !colors) return;
    const scale: TimeScale = { window: windowIn(zoom, domain), widthPx };
    drawBands(context, layOutBands(activity, scale), colors);
    if (!wave) return;
    const bars = layOutWave(wave, recording, scale, PITCH_PX);
    const playedPx = toPx(scale, clock.getPositionMs());
    drawWave({ context, colors, bars, playedPx });
    drawn.current = { scale, bars, played: barAt(bars, playedPx) };
    setPainted(true);
  };
  usePainter(zoom.subscribe, paint);
  // While it plays the zoom rests: it is painted anew only when the next bar is reached.
  useEachPosition(clock, (positionMs) => {
    const last = drawn.current;
    if (last && barAt(last.bars, toPx(last.scale, positionMs)) !== last.played) paint();
  });
  return (
    <>
      {wave && !isPainted && (
        <div aria-hidden data-waveform="still" className="pointer-events-none absolute inset-x-0 top-0">
          <WavePicture {...{ wave, recording }} window={windowIn(zoom, domain)} heightPx={HEIGHT_PX} className={BARS} />
        </div>
      )}
      <canvas
        ref={canvas}
        aria-hidden
        data-waveform={isPainted ? "drawn" : "waiting"}
        className="pointer-events-none absolute top-0 left-0 w-full will-change-transform"
        style={{ height: HEIGHT_PX }}
      />
      {!data && peaks.isError && <WaveformFailure onRetry={() => void peaks.refetch()} />}
    </>
  );
});
