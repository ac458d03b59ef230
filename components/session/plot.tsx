"use client";
import { useMemo } from "react";
import { cx } from "@/components/ui/cx";
import type { Lane } from "@/lib/view/lanes";
import type { RecordingSpan } from "@/lib/view/recording-clock";
import { layOutStrips, type Strip, stripsHeightPx } from "@/lib/view/strips";
import { layOutTicks, type TimeScale, type TimeWindow } from "@/lib/view/time-scale";
import { LaneStrip } from "./lane-strip";
import { MarkLabel } from "./mark-label";
import { Playhead } from "./playhead";
import { useStage } from "./stage";
import { TimeGrid } from "./time-grid";
import { TONE_TEXT } from "./tone-classes";
import { useColors } from "./use-colors";
import { usePlotPointer } from "./use-plot-pointer";
import { useView } from "./use-view";
import { useWidth } from "./use-width";
import { GUTTER_WIDTH, PLOT_MARGIN } from "./view-window";
import { Waveform } from "./waveform";

interface PlotProps {
  domain: TimeWindow;
  lanes: Lane[];
  recording: RecordingSpan | null;
}

/** Waveform and lanes over one time axis: same left edge, same width, same scale. */
export function Plot({ domain, lanes, recording }: PlotProps) {
  const { timeline } = useStage();
  const view = useView(domain);
  const [area, widthPx] = useWidth<HTMLDivElement>();
  const colors = useColors();
  const { startMs, endMs } = view.window;
  const scale = useMemo<TimeScale>(() => ({ window: { startMs, endMs }, widthPx }), [startMs, endMs, widthPx]);
  // A live session gets its recording at the end: its place is kept, so that nothing moves then.
  const look = recording ? "tint" : timeline.session.status === "live" ? "tall" : "bar";
  const strips = useMemo(() => layOutStrips(lanes, scale, look), [lanes, scale, look]);
  usePlotPointer(area, view, strips);
  const partPx = strips.find((strip) => !strip.isSpeech)?.topPx ?? 0;
  return (
    <div className="relative">
      <div aria-hidden className={cx("pointer-events-none absolute inset-y-0 left-0 z-10", GUTTER_WIDTH)}>
        {strips.map((strip) => (
          <LaneLabel key={strip.lane.id} strip={strip} />
        ))}
      </div>
      <div ref={area} className={cx("relative cursor-crosshair touch-pan-y select-none", PLOT_MARGIN)}>
        <TimeGrid ticks={layOutTicks(scale)} />
        <div className="relative" style={{ height: stripsHeightPx(strips) }}>
          {recording && timeline.recording?.peaksUrl && (
            <Waveform scale={scale} recording={recording} peaksUrl={timeline.recording.peaksUrl} />
          )}
          <i className="absolute inset-x-0 h-px bg-line" style={{ top: partPx - 8 }} />
          <div className="absolute inset-0 overflow-x-clip">
            {strips.map((strip) => (
              <LaneStrip key={strip.lane.id} strip={strip} scale={scale} look={look} colors={colors} />
            ))}
          </div>
          <MarkLabel widthPx={widthPx} />
        </div>
        <div className="h-6" />
        <Playhead scale={scale} view={view} />
      </div>
    </div>
  );
}

function LaneLabel({ strip }: { strip: Strip }) {
  const { lane, topPx, heightPx, isSpeech } = strip;
  return (
    <div
      className={cx(
        "absolute inset-x-0 flex items-center px-3 font-[520] text-2xs",
        isSpeech ? TONE_TEXT[lane.tone] : "text-mute",
      )}
      style={{ top: topPx, height: heightPx }}
    >
      <span className="truncate">{lane.label}</span>
    </div>
  );
}
