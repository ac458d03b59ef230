"use client";
import { useMemo } from "react";
import { cx } from "@/components/ui/cx";
import { formatPlural } from "@/lib/view/format";
import type { Lane } from "@/lib/view/lanes";
import { hatchWidthPx, placeMarks } from "@/lib/view/marks";
import type { TimeScale } from "@/lib/view/time-scale";
import { useStage } from "./stage";
import { TONE_FILL } from "./tone-classes";

interface SpeechLaneProps {
  lane: Lane;
  scale: TimeScale;
  look: keyof typeof SPEECH_LOOK;
}

/** A tint behind the waveform; bars where a waveform will be; bars where there is none. */
export const SPEECH_LOOK = {
  tint: { lane: "h-[50px]", bar: "inset-y-0.5", fill: "opacity-10", selected: "opacity-30" },
  tall: { lane: "h-[50px]", bar: "inset-y-3", fill: "opacity-75", selected: "opacity-100" },
  bar: { lane: "h-7", bar: "inset-y-1", fill: "opacity-75", selected: "opacity-100" },
};

/** Who spoke when. An interrupted turn ends hatched, with a line where it was cut. */
export function SpeechLane({ lane, scale, look }: SpeechLaneProps) {
  const { selectedId } = useStage();
  const placed = useMemo(() => placeMarks(lane.marks, scale), [lane.marks, scale]);
  return (
    <div
      role="img"
      aria-label={`${lane.label}: ${formatPlural(lane.marks.length, "turn")}`}
      className={cx("relative overflow-x-clip", SPEECH_LOOK[look].lane)}
    >
      {placed.map((one) => (
        <div
          key={one.mark.id}
          data-record={one.mark.id}
          title={one.mark.title}
          className={cx(
            "absolute cursor-pointer rounded-[4px]",
            SPEECH_LOOK[look].bar,
            one.mark.cutMs !== null && "z-10",
          )}
          style={{ left: one.xPx, width: one.widthPx }}
        >
          <i
            className={cx(
              "absolute inset-0 rounded-[4px]",
              TONE_FILL[lane.tone],
              one.mark.id === selectedId ? SPEECH_LOOK[look].selected : SPEECH_LOOK[look].fill,
            )}
          />
          {one.mark.cutMs !== null && (
            <>
              <i
                className="hatch absolute inset-y-0 right-0 rounded-r-[4px] text-err/70"
                style={{ width: hatchWidthPx(one, scale) }}
              />
              <i className="absolute -inset-y-0.5 w-0.5 bg-err" style={{ right: hatchWidthPx(one, scale) }} />
              <span className="absolute top-0 left-full ml-1 whitespace-nowrap rounded-[3px] bg-panel/85 px-1 py-0.5 text-[10px] text-err leading-none">
                interrupted
              </span>
            </>
          )}
        </div>
      ))}
    </div>
  );
}
