"use client";
import { formatClock } from "@/lib/view/format";
import { useStage } from "./stage";
import { usePosition } from "./use-clock";

/** `00:25.5 / 01:33.5`. */
export function PositionText({ endMs }: { endMs: number }) {
  const { clock } = useStage();
  const text = usePosition(clock, formatClock);
  return (
    <span className="mono whitespace-nowrap text-[13px]">
      {text} <span className="text-mute">/ {formatClock(endMs)}</span>
    </span>
  );
}
