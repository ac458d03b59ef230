"use client";
import { Pause } from "lucide-react";
import { formatClockMs, formatLatency } from "@/lib/view/format";
import type { Gap } from "@/lib/view/gaps";
import { useStage } from "./stage";

/** A silence between two turns, drawn as long as it was felt; pressing it goes to where it began. */
export function GapMarker({ gap }: { gap: Gap }) {
  const { moveTo } = useStage();
  const source = gap.isMeasured ? "measured in the recording" : "by the transcript's times";
  return (
    <div className="flex items-center gap-3 py-0.5 pr-3.5 pl-[6.6rem] text-faint text-xs max-sm:pl-4">
      <i aria-hidden className="h-0 flex-1 border-line-strong border-t border-dashed" />
      <button
        type="button"
        tabIndex={-1}
        title={`From ${formatClockMs(gap.startMs)} to ${formatClockMs(gap.endMs)}, ${source}`}
        onClick={(event) => {
          event.stopPropagation();
          moveTo(gap.startMs);
        }}
        className="inline-flex items-center gap-1.5 rounded-sm px-1 hover:text-text"
      >
        <Pause aria-hidden className="size-2.5" />
        {formatLatency(gap.endMs - gap.startMs)} of silence
      </button>
      <i aria-hidden className="h-0 flex-1 border-line-strong border-t border-dashed" />
    </div>
  );
}
