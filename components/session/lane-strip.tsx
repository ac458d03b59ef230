"use client";
import { useMemo } from "react";
import { cx } from "@/components/ui/cx";
import { formatPlural } from "@/lib/view/format";
import type { Lane } from "@/lib/view/lanes";
import { type PlacedMark, placeMarks } from "@/lib/view/marks";
import type { TimeScale } from "@/lib/view/time-scale";
import { useStage } from "./stage";
import { TONE_TEXT } from "./tone-classes";

const HEIGHT_PX = 19;
const MIDDLE_PX = HEIGHT_PX / 2;

interface LaneStripProps {
  lane: Lane;
  scale: TimeScale;
}

/** One lane of bars or dots. The list below says the same in words, so to readers this is a picture. */
export function LaneStrip({ lane, scale }: LaneStripProps) {
  const { selectedId } = useStage();
  const placed = useMemo(() => placeMarks(lane.marks, scale), [lane.marks, scale]);
  return (
    <svg
      role="img"
      aria-label={`${lane.label}: ${formatPlural(lane.marks.length, "mark")}`}
      width={Math.max(1, scale.widthPx)}
      height={HEIGHT_PX}
      className="block overflow-clip [overflow-clip-margin:5px]"
    >
      {placed.map((one) => (
        <g
          key={one.mark.id}
          data-record={one.mark.id}
          className={cx("cursor-pointer", TONE_TEXT[one.mark.tone], one.mark.tone === "wait" && "text-wait")}
        >
          <title>{one.count > 1 ? `${formatPlural(one.count, "mark")}: ${one.mark.title} …` : one.mark.title}</title>
          <MarkShape placed={one} isSelected={one.mark.id === selectedId} />
          {one.label !== null && (
            <text x={one.xPx + one.widthPx + 4} y={MIDDLE_PX + 3.5} className="fill-mute text-[10px]">
              {one.label}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

function MarkShape({ placed, isSelected }: { placed: PlacedMark; isSelected: boolean }) {
  const { xPx, widthPx, mark } = placed;
  const ring = isSelected ? "stroke-text stroke-[1.5px]" : "";
  if (mark.shape === "dot") {
    return <circle cx={xPx} cy={MIDDLE_PX} r={isSelected ? 3.5 : 2.5} className={cx("fill-tick", ring)} />;
  }
  if (mark.shape === "triangle") {
    return <path d={`M${xPx - 4} ${MIDDLE_PX + 4}l4-7.5 4 7.5z`} className={cx("fill-current", ring)} />;
  }
  return (
    <>
      <rect x={xPx} y={4} width={widthPx} height={11} rx={3} className={cx("fill-current", ring)} />
      {mark.isError && <path d={`M${xPx} 2.5h${widthPx}`} className="stroke-current stroke-2" />}
    </>
  );
}
