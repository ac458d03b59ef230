"use client";
import { useMemo } from "react";
import { cx } from "@/components/ui/cx";
import type { Lane } from "@/lib/view/lanes";
import type { RecordingSpan } from "@/lib/view/recording-clock";
import { layOutTicks, type TimeScale } from "@/lib/view/time-scale";
import { LaneStrip } from "./lane-strip";
import { Playhead } from "./playhead";
import { SPEECH_LOOK, SpeechLane } from "./speech-lane";
import { useStage } from "./stage";
import { TimeGrid } from "./time-grid";
import { TONE_TEXT } from "./tone-classes";
import { usePlotPointer } from "./use-plot-pointer";
import { useWidth } from "./use-width";
import { GUTTER_WIDTH, PLOT_MARGIN, type ViewWindow } from "./view-window";
import { Waveform } from "./waveform";

interface PlotProps {
  view: ViewWindow;
  lanes: Lane[];
  recording: RecordingSpan | null;
}

const SPEECH_LANES = new Set(["user", "agent"]);

/** Waveform and lanes over one time axis: same left edge, same width, same scale. */
export function Plot({ view, lanes, recording }: PlotProps) {
  const { timeline } = useStage();
  const [area, widthPx] = useWidth<HTMLDivElement>();
  const { startMs, endMs } = view.window;
  const scale = useMemo<TimeScale>(() => ({ window: { startMs, endMs }, widthPx }), [startMs, endMs, widthPx]);
  const ticks = layOutTicks(scale);
  usePlotPointer(area, view);
  const speech = lanes.filter((lane) => SPEECH_LANES.has(lane.id));
  const others = lanes.filter((lane) => !SPEECH_LANES.has(lane.id));
  // A live session gets its recording at the end: its place is kept, so that nothing moves then.
  const look = recording ? "tint" : timeline.session.status === "live" ? "tall" : "bar";
  return (
    <div className="relative">
      <div aria-hidden className={cx("pointer-events-none absolute inset-y-0 left-0 z-10", GUTTER_WIDTH)}>
        {speech.map((lane) => (
          <LaneLabel key={lane.id} lane={lane} className={SPEECH_LOOK[look].lane} />
        ))}
        <div className="h-2" />
        {others.map((lane) => (
          <LaneLabel key={lane.id} lane={lane} className="h-[19px]" />
        ))}
      </div>
      <div ref={area} className={cx("relative cursor-crosshair touch-pan-y select-none", PLOT_MARGIN)}>
        <TimeGrid ticks={ticks} />
        <div className="relative">
          {recording && timeline.recording?.peaksUrl && (
            <Waveform scale={scale} recording={recording} peaksUrl={timeline.recording.peaksUrl} />
          )}
          {speech.map((lane) => (
            <SpeechLane key={lane.id} lane={lane} scale={scale} look={look} />
          ))}
        </div>
        <div className="mt-px border-line border-t pt-[7px]">
          {others.map((lane) => (
            <LaneStrip key={lane.id} lane={lane} scale={scale} />
          ))}
        </div>
        <div className="h-6" />
        <Playhead scale={scale} view={view} />
      </div>
    </div>
  );
}

function LaneLabel({ lane, className }: { lane: Lane; className: string }) {
  const tone = SPEECH_LANES.has(lane.id) ? TONE_TEXT[lane.tone] : "text-mute";
  return (
    <div className={cx("flex items-center px-3 font-[520] text-2xs", tone, className)}>
      <span className="truncate">{lane.label}</span>
    </div>
  );
}
