import { cx } from "@/components/ui/cx";
import { formatLatency } from "@/lib/view/format";
import type { TurnWait } from "@/lib/view/latency";
import { TONE_FILL } from "./tone-classes";

/** The stack, the gap that was heard under it, and the session's percentiles, all on one scale. */
export function WaitBar({ wait }: { wait: TurnWait }) {
  const share = (ms: number) => `${(ms / wait.scaleMs) * 100}%`;
  return (
    <div aria-hidden className="relative pb-4">
      <div className="h-6.5 rounded-[6px] bg-raise">
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
        <div
          title={`In the recording: ${formatLatency(wait.heardMs)}`}
          className="mt-1 h-1 rounded-full bg-text/60"
          style={{ width: share(wait.heardMs) }}
        />
      )}
      {wait.marks.map((mark) => (
        <div
          key={mark.name}
          className="absolute inset-y-0 flex flex-col items-center"
          style={{ left: share(mark.atMs), translate: mark.atMs > wait.scaleMs * 0.85 ? "-100%" : "-50%" }}
        >
          <i
            className={cx(
              "w-px flex-1 bg-text outline outline-panel",
              mark.atMs > wait.scaleMs * 0.85 ? "self-end" : "self-center",
            )}
          />
          <span className="h-3.5 text-2xs text-faint tabular-nums" title={`${mark.name} of this session`}>
            {mark.name} {formatLatency(mark.atMs)}
          </span>
        </div>
      ))}
    </div>
  );
}
