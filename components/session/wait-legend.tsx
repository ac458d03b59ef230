"use client";
import { cx } from "@/components/ui/cx";
import { formatLatency } from "@/lib/view/format";
import type { WaitSlice } from "@/lib/view/latency";
import { useStage } from "./stage";
import { TONE_FILL } from "./tone-classes";

/** Every part of a wait with its owner; one that a span tells of leads to it. */
export function WaitLegend({ slices }: { slices: readonly WaitSlice[] }) {
  return (
    <ul aria-label="Parts of the wait" className="mt-1.5 flex flex-col gap-0.5 text-sm">
      {slices.filter(isWorthALine).map((slice, index) => (
        <li key={`${index} ${slice.name}`} className="flex items-center gap-2.5">
          <i
            aria-hidden
            className={cx(
              "size-2 shrink-0 rounded-[2px]",
              slice.stage === "not explained" ? "hatch text-tick" : TONE_FILL[slice.tone],
            )}
          />
          <SliceName slice={slice} />
          <span className="min-w-0 truncate text-mute" title={slice.owner}>
            {slice.owner}
          </span>
          <span
            className="mono w-14 shrink-0 text-right font-medium"
            title={slice.usualMs === null ? undefined : `Usual here: ${formatLatency(slice.usualMs)}`}
          >
            {formatLatency(slice.durationMs)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Less would be written as 0.00 s. */
const LINE_MS_MIN = 5;

function isWorthALine(slice: WaitSlice): boolean {
  return slice.durationMs >= LINE_MS_MIN;
}

function SliceName({ slice }: { slice: WaitSlice }) {
  const { timeline, select } = useStage();
  const { spanId } = slice;
  if (spanId === null || !timeline.spans.some((span) => span.id === spanId)) {
    return <span className="min-w-fit flex-1">{slice.name}</span>;
  }
  return (
    <span className="min-w-fit flex-1">
      <button
        type="button"
        title="Show the span that tells of it"
        className="rounded-sm text-left underline decoration-line-strong decoration-dotted underline-offset-3 hover:decoration-text"
        onClick={() => select(spanId, "never")}
      >
        {slice.name}
      </button>
    </span>
  );
}
