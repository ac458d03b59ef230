"use client";
import { useMemo, useRef } from "react";
import { cx } from "@/components/ui/cx";
import { formatPlural } from "@/lib/view/format";
import type { Lane } from "@/lib/view/lanes";
import type { RecordingSpan } from "@/lib/view/recording-clock";
import {
  layOutStrips,
  type PlacedStrip,
  SPEECH_GAP_PX,
  type Strip,
  stripsHeightPx,
  workTopPx,
} from "@/lib/view/strips";
import type { TimeWindow } from "@/lib/view/time-scale";
import { AXIS_PX } from "./draw-grid";
import { LanesCanvas, type PlotFrame } from "./lanes-canvas";
import { MarkLabel } from "./mark-label";
import { Playhead } from "./playhead";
import { GUTTER_WIDTH, PLOT_MARGIN } from "./plot-margin";
import { useStage } from "./stage";
import { TONE_TEXT } from "./tone-classes";
import { useColors } from "./use-colors";
import { usePinch } from "./use-pinch";
import { usePlotPointer } from "./use-plot-pointer";
import { useWidth } from "./use-width";
import { Waveform } from "./waveform";

interface PlotProps {
  domain: TimeWindow;
  lanes: Lane[];
  recording: RecordingSpan | null;
  /** What is open reaches to here. */
  nowMs: number;
}

/** Waveform and lanes over one time axis: same left edge, same width, same scale. Zooming draws no component again. */
export function Plot({ domain, lanes, recording, nowMs }: PlotProps) {
  const { timeline, opening, access, clock, zoom, selectedId } = useStage();
  const [area, widthPx] = useWidth<HTMLDivElement>();
  const colors = useColors();
  const placed = useRef<PlacedStrip[]>([]);
  const frame = useMemo<PlotFrame>(() => ({ zoom, domain, widthPx, colors }), [zoom, domain, widthPx, colors]);
  // A live session gets its recording at the end: its place is kept, so that nothing moves then.
  const look = recording ? "tint" : timeline.session.status === "live" ? "tall" : "bar";
  const strips = useMemo(() => layOutStrips(lanes, look), [lanes, look]);
  usePlotPointer({ area, placed, domain });
  usePinch(area, domain);
  const { peaksUrl } = timeline.recording ?? {};
  return (
    <div className="relative">
      <div className={cx("pointer-events-none absolute inset-y-0 left-0 z-10", GUTTER_WIDTH)}>
        {strips.map((strip) => (
          <LaneLabel key={strip.lane.id} strip={strip} />
        ))}
      </div>
      <div ref={area} data-plot className={cx("relative cursor-crosshair touch-pan-y select-none", PLOT_MARGIN)}>
        <div className="relative" style={{ height: stripsHeightPx(strips) + AXIS_PX }}>
          {recording && peaksUrl && (
            <Waveform
              {...{ frame, clock, access, recording, peaksUrl }}
              activity={timeline.activity}
              key={timeline.session.id}
            />
          )}
          <i className="absolute inset-x-0 h-px bg-line" style={{ top: workTopPx(strips) - SPEECH_GAP_PX + 1 }} />
          <LanesCanvas {...frame} {...{ strips, look, nowMs, selectedId, placed }} />
          {strips.map((strip) => (
            <LanePicture key={strip.lane.id} strip={strip} isKnown={opening === null} />
          ))}
        </div>
        <MarkLabel widthPx={widthPx} nowMs={nowMs} />
        <Playhead domain={domain} widthPx={widthPx} />
      </div>
    </div>
  );
}

/** What a lane is to those who cannot see the canvas. */
function LanePicture({ strip: { lane, topPx, heightPx, isSpeech }, isKnown }: { strip: Strip; isKnown: boolean }) {
  const what = isKnown ? formatPlural(lane.marks.length, isSpeech ? "turn" : "mark") : "loading";
  return (
    <div
      role="img"
      aria-label={`${lane.label}: ${what}`}
      className="pointer-events-none absolute inset-x-0"
      style={{ top: topPx, height: heightPx }}
    />
  );
}

function LaneLabel({ strip }: { strip: Strip }) {
  const { lane, topPx, heightPx, isSpeech } = strip;
  return (
    <div
      aria-hidden
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
