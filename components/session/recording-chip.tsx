"use client";
import { Check, CircleSlash, Hourglass, TriangleAlert } from "lucide-react";
import { cx } from "@/components/ui/cx";
import { InfoPopover } from "@/components/ui/info-popover";
import { describeRecording, type RecordingState } from "@/lib/view/recording-state";
import { useStage } from "./stage";
import { usePlayerState } from "./use-clock";

const ICON = { ok: Check, warning: TriangleAlert, bad: TriangleAlert, waiting: Hourglass, none: CircleSlash };
const TONE: Record<RecordingState["kind"], string> = {
  ok: "text-ok",
  warning: "text-tool",
  bad: "text-err",
  waiting: "text-mute",
  none: "text-mute",
};

/** Whether there is sound and whether it can be trusted; pressed, it says why. */
export function RecordingChip() {
  const { clock, timeline } = useStage();
  const { failure } = usePlayerState(clock);
  const { kind, text, reasons } = describeRecording(timeline, failure, Date.now());
  const Icon = ICON[kind];
  const look = cx(
    "inline-flex items-center gap-1.5 whitespace-nowrap rounded-full border border-line bg-panel px-2.25 py-px text-[12px]",
    TONE[kind],
  );
  const words = (
    <>
      {text}
      <Icon aria-hidden className="size-3" />
    </>
  );
  if (reasons.length === 0) return <span className={look}>{words}</span>;
  return (
    <InfoPopover
      label="Recording"
      trigger={
        <button
          type="button"
          aria-label={`Recording: ${text}`}
          className={cx(look, "transition-colors hover:border-line-strong")}
        >
          {words}
        </button>
      }
    >
      <ul className="flex flex-col gap-2">
        {reasons.map((reason) => (
          <li key={reason} className="flex gap-2">
            <Icon aria-hidden className={cx("mt-0.5 size-3.5 shrink-0", TONE[kind])} />
            <span className="min-w-0 break-words">{reason}</span>
          </li>
        ))}
      </ul>
    </InfoPopover>
  );
}
