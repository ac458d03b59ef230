"use client";
import { cx } from "@/components/ui/cx";
import type { LineHistogram } from "@/lib/model/lines";
import { formatTimeOfDay } from "@/lib/view/format";
import { type HistogramBar, layOutHistogram } from "@/lib/view/line-histogram";
import { useBarChoice } from "./use-bar-choice";

interface HistogramProps {
  histogram: LineHistogram | null;
  /** The bars are those of another question. */
  isStale: boolean;
  failure: string | null;
  onNarrow: (fromMs: number, toMs: number) => void;
}

/** How many lines came when. A click on a bar or a drag over several narrows the time; so do arrows and Enter. */
export function Histogram({ histogram, isStale, failure, onNarrow }: HistogramProps) {
  const bars = histogram ? layOutHistogram(histogram, Date.now()) : [];
  const choice = useBarChoice(bars, onNarrow);
  const current = bars[choice.at];
  return (
    <div className="relative shrink-0 border-line border-b px-3.5 pt-2 pb-1.5">
      {failure !== null && bars.length === 0 ? (
        <p className="grid h-14 place-items-center text-mute text-sm">The histogram could not be made: {failure}</p>
      ) : (
        <div
          role="slider"
          tabIndex={bars.length > 0 ? 0 : -1}
          aria-label="Lines over time"
          aria-valuemin={0}
          aria-valuemax={Math.max(0, bars.length - 1)}
          aria-valuenow={Math.min(choice.at, Math.max(0, bars.length - 1))}
          aria-valuetext={current?.text ?? "no lines counted yet"}
          {...choice.handlers}
          onPointerLeave={() => choice.leave(false)}
          className={cx(
            "group flex h-14 cursor-crosshair touch-none select-none items-end gap-px rounded-sm sm:gap-0.5",
            isStale && "opacity-60",
          )}
        >
          {bars.map((bar, index) => (
            <Bar key={bar.fromMs} bar={bar} isChosen={index >= choice.first && index <= choice.last} />
          ))}
        </div>
      )}
      <Foot
        bars={bars}
        text={choice.isActive ? (current?.text ?? "") : ""}
        countedFrom={histogram?.countedFrom ?? null}
      />
    </div>
  );
}

function Bar({ bar, isChosen }: { bar: HistogramBar; isChosen: boolean }) {
  // What is lifted to be seen must not push the rest out of the plot.
  const scale = 100 / Math.max(1, bar.restShare + bar.warnShare + bar.errorShare);
  return (
    <span
      title={bar.text}
      className={cx(
        "flex h-full min-w-0 flex-1 flex-col justify-end rounded-xs",
        isChosen && "bg-sel",
        bar.isUnknown && "hatch text-line",
        bar.isDropped && "border-tool border-t-2",
      )}
    >
      <i className="rounded-t-xs bg-tick" style={{ height: `${bar.restShare * scale}%` }} />
      <i className="bg-tool" style={{ height: `${bar.warnShare * scale}%` }} />
      <i className="bg-err" style={{ height: `${bar.errorShare * scale}%` }} />
    </span>
  );
}

/** The ends of the time, and what the bar in hand says. */
function Foot({ bars, text, countedFrom }: { bars: HistogramBar[]; text: string; countedFrom: string | null }) {
  const [first, last] = [bars[0], bars.at(-1)];
  return (
    <div className="mono mt-1 flex h-4 justify-between gap-3 whitespace-nowrap text-2xs text-faint">
      <span>{first && formatTimeOfDay(new Date(first.fromMs).toISOString())}</span>
      <span className="min-w-0 truncate text-mute">
        {text || (countedFrom && `Counted from ${formatTimeOfDay(countedFrom)} on: more would take too long`)}
      </span>
      <span>{last && formatTimeOfDay(new Date(last.toMs).toISOString())}</span>
    </div>
  );
}
