import { formatClock, formatTick } from "@/lib/view/format";
import type { Tick } from "@/lib/view/time-scale";

/** Grid lines with their times under the lanes. */
export function TimeGrid({ ticks }: { ticks: Tick[] }) {
  const isFine = ticks.some((tick) => tick.ms % 1000 !== 0);
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0">
      {ticks.map((tick) => (
        <div key={tick.ms} className="absolute inset-y-0" style={{ transform: `translateX(${tick.xPx}px)` }}>
          <i className="absolute top-0 bottom-6 w-px bg-line" />
          <span className="mono absolute bottom-1 -translate-x-1/2 text-[10.5px] text-faint">
            {isFine ? formatClock(tick.ms) : formatTick(tick.ms)}
          </span>
        </div>
      ))}
    </div>
  );
}
