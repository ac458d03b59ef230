"use client";
import { useTheme } from "next-themes";
import { useMemo, useRef } from "react";
import { chooseBuckets, type Peaks } from "@/lib/view/peaks";
import type { RecordingSpan } from "@/lib/view/recording-clock";
import { type TimeScale, toPx, windowMs } from "@/lib/view/time-scale";
import { useStage } from "./stage";
import { usePeaks } from "./use-peaks";
import { useSettled } from "./use-settled";
import { useWavesurfer } from "./use-wavesurfer";

interface WaveformProps {
  scale: TimeScale;
  recording: RecordingSpan;
  peaksUrl: string;
}

/** Rest after which a new zoom is drawn sharp; until then the drawn picture is stretched, which costs nothing. */
const REST_MS = 120;

/**
 * Both sides' waveforms, one over the other, exactly where the recording lies on the plot. Drawn from the server's
 * peaks: the audio file is neither fetched nor decoded for it.
 */
export function Waveform({ scale, recording, peaksUrl }: WaveformProps) {
  const { project } = useStage();
  const { resolvedTheme } = useTheme();
  const settled = useSettled(scale, REST_MS);
  const drawn = settled.widthPx === scale.widthPx ? settled : scale;
  const zoom = recording.durationMs / windowMs(drawn.window);
  const peaks = usePeaks(peaksUrl, project, chooseBuckets(drawn.widthPx, zoom));
  const startPx = toPx(drawn, recording.offsetMs);
  const endPx = toPx(drawn, recording.offsetMs + recording.durationMs);
  const leftPx = Math.max(0, startPx);
  const widthPx = Math.max(0, Math.min(drawn.widthPx, endPx) - leftPx);
  const stretch = windowMs(drawn.window) / windowMs(scale.window);
  const transform = `translateX(${toPx(scale, drawn.window.startMs)}px) scaleX(${stretch})`;
  return (
    <div className="pointer-events-none absolute inset-0 overflow-hidden">
      {peaks.data && widthPx > 0 && (
        <div className="absolute inset-0 origin-left" style={drawn === scale ? undefined : { transform }}>
          <WaveformCanvas
            key={resolvedTheme}
            peaks={peaks.data}
            durationMs={recording.durationMs}
            leftPx={leftPx}
            widthPx={widthPx}
            pxPerSecond={(drawn.widthPx / windowMs(drawn.window)) * 1000}
            scrollPx={leftPx - startPx}
          />
        </div>
      )}
      {peaks.isError && <p className="absolute top-9 left-2 text-err text-sm">{peaks.error.message}</p>}
    </div>
  );
}

interface WaveformCanvasProps {
  peaks: Peaks;
  durationMs: number;
  leftPx: number;
  widthPx: number;
  pxPerSecond: number;
  scrollPx: number;
}

function WaveformCanvas({ peaks, durationMs, leftPx, widthPx, pxPerSecond, scrollPx }: WaveformCanvasProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useMemo(() => ({ pxPerSecond, scrollPx }), [pxPerSecond, scrollPx]);
  useWavesurfer(host, peaks, durationMs, view);
  // Only we scroll it: a scrollable box inside would be one more stop for the keyboard.
  return (
    <div
      ref={host}
      className="absolute top-0 h-[100px] [&>div::part(scroll)]:overflow-x-hidden!"
      style={{ left: leftPx, width: widthPx }}
    />
  );
}
