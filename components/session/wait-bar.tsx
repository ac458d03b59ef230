import { cx } from "@/components/ui/cx";
import { formatLatency } from "@/lib/view/format";
import type { TurnWait } from "@/lib/view/latency";
import { TONE_FILL } from "./tone-classes";

/** The stack, the gap that was heard under it, and the session's percentiles, all on one scale. */
export function WaitBar({ wait }: { wait: TurnWait }) {
  const share = (ms: number) => `${(ms / wait.scaleMs) * 100}%`;
  return (
    <div className="relative">
      <div aria-hidden className="h-6.5 rounded-[6px] bg-raise">
        <div className="flex h-full gap-px overflow-hidden rounded-[6px]" style={{ width: share(wait.totalMs) }}>
          {wait.slices.map((slice, index) => (
            <div
              key={`${index} ${slice.name}`}
              title={`${slice.name} ${formatLatency(slice.durationMs)}`}
              className={cx(
                "min-w-0.5 overflow-hidden",
                slice.stage === "not explained" ? "hatch text-tick" : TONE_FILL[slice.tone],
              )}
              style={{ flexGrow: slice.durationMs, flexBasis: 0 }}
            />
          ))}
        </div>
      </div>
      {wait.heardMs !== null && (
        <div aria-hidden className="mt-1 h-1 rounded-full bg-text/60" style={{ width: share(wait.heardMs) }} />
      )}
      {wait.marks.map((mark, index) => (
        <i
          aria-hidden
          key={mark.name}
          className={cx("absolute -top-0.5 h-8.5 border-text border-l-2", index > 0 && "border-dotted")}
          style={{ left: `calc(${share(mark.atMs)} - 2px)` }}
        />
      ))}
      <p className="mt-1.5 flex flex-wrap gap-x-4 text-2xs text-faint tabular-nums">
        {wait.heardMs !== null && (
          <Key text={`in the recording ${formatLatency(wait.heardMs)}`} className="h-1 w-3 rounded-full bg-text/60" />
        )}
        {wait.marks.map((mark, index) => (
          <Key
            key={mark.name}
            text={`${mark.name} of this session ${formatLatency(mark.atMs)}`}
            className={cx("h-3 border-text border-l-2", index > 0 && "border-dotted")}
          />
        ))}
      </p>
    </div>
  );
}

function Key({ text, className }: { text: string; className: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <i aria-hidden className={className} />
      {text}
    </span>
  );
}
