"use client";
import { memo, useRef } from "react";
import { cx } from "@/components/ui/cx";
import { formatClock } from "@/lib/view/format";
import { type Moment, thinMoments } from "@/lib/view/moments";
import { shareOf, type TimeWindow } from "@/lib/view/time-scale";
import { PLOT_MARGIN } from "./plot-margin";
import { useStage } from "./stage";
import { useEachPosition, usePosition } from "./use-clock";

/**
 * The whole session as one line: its slider moves the clock, its ticks are the moments. A slider of the browser's
 * own, so that keys and readers work; values in seconds, as in `?t=`.
 */
export function PositionSlider({ domain }: { domain: TimeWindow }) {
  const { clock, moveTo, moments } = useStage();
  const played = useRef<HTMLElement>(null);
  const seconds = usePosition(clock, (positionMs) => Math.round(positionMs / 10) / 100);
  const share = (ms: number) => shareOf(domain, ms) * 100;
  useEachPosition(clock, (positionMs) => {
    if (played.current) played.current.style.width = `${Math.min(100, Math.max(0, share(positionMs)))}%`;
  });
  return (
    <div className={cx("group relative mb-1 h-4", PLOT_MARGIN)}>
      <i aria-hidden className="absolute inset-x-0 top-1.5 h-1 rounded-full bg-line" />
      <i ref={played} aria-hidden className="absolute top-1.5 left-0 h-1 rounded-full bg-mute" />
      <MomentTicks moments={moments} domain={domain} />
      <input
        type="range"
        aria-label="Position"
        aria-valuenow={seconds}
        aria-valuetext={`${formatClock(seconds * 1000)} of ${formatClock(domain.endMs)}`}
        min={domain.startMs / 1000}
        max={domain.endMs / 1000}
        step="any"
        value={seconds}
        onChange={(event) => moveTo(Number(event.target.value) * 1000)}
        onKeyDown={(event) => {
          const byMs = KEY_STEPS_MS[event.key];
          if (byMs === undefined) return;
          event.preventDefault();
          moveTo(clock.getPositionMs() + (event.shiftKey ? Math.sign(byMs) * 1000 : byMs));
        }}
        className="-left-1.5 absolute inset-y-0 m-0 w-[calc(100%+0.75rem)] cursor-pointer appearance-none bg-transparent [&::-moz-range-thumb]:size-3 [&::-moz-range-thumb]:rounded-full [&::-moz-range-thumb]:border-0 [&::-moz-range-thumb]:bg-text [&::-webkit-slider-thumb]:size-3 [&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-full [&::-webkit-slider-thumb]:bg-text"
      />
    </div>
  );
}

/** Where something happened that is worth hearing. */
const MomentTicks = memo(function MomentTicks({ moments, domain }: { moments: Moment[]; domain: TimeWindow }) {
  return thinMoments(moments, domain).map((moment) => (
    <i
      key={`${moment.kind} ${moment.atMs} ${moment.recordId}`}
      aria-hidden
      title={moment.text}
      className={cx("absolute top-0.5 h-3 w-0.5 rounded-full", TICK_FILL[moment.kind])}
      style={{ left: `${shareOf(domain, moment.atMs) * 100}%` }}
    />
  ));
});

const TICK_FILL = { interruption: "bg-err", error: "bg-err", "slow-turn": "bg-tool", silence: "bg-wait" };

/** A browser's own step of an "any" slider would be a hundredth of the session: too far to find a word. */
const KEY_STEPS_MS: Record<string, number> = {
  ArrowLeft: -5000,
  ArrowDown: -5000,
  ArrowRight: 5000,
  ArrowUp: 5000,
  PageDown: -30_000,
  PageUp: 30_000,
};
