"use client";
import { memo, useMemo, useRef } from "react";
import { cx } from "@/components/ui/cx";
import { formatClock } from "@/lib/view/format";
import type { Lane } from "@/lib/view/lanes";
import { placeMarks } from "@/lib/view/marks";
import { dragWindow, isFitted, shareOf, type TimeWindow, type WindowPart, windowMs } from "@/lib/view/time-scale";
import { useStage } from "./stage";
import { TONE_FILL } from "./tone-classes";
import { useView } from "./use-view";
import { useZoomDrag } from "./use-zoom-drag";
import { PLOT_MARGIN, type ViewWindow } from "./view-window";

interface ZoomBarProps {
  domain: TimeWindow;
  lanes: Lane[];
}

/**
 * The whole session in small: who spoke when, what failed, and as a frame what the lanes show. The frame can be moved and
 * its ends can be pulled; while nothing is zoomed, pulling over the bar zooms to that stretch.
 */
export function ZoomBar({ domain, lanes }: ZoomBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const view = useView(domain);
  const { window } = view;
  useZoomDrag(bar, view);
  const isWhole = isFitted(window, domain);
  const left = shareOf(domain, window.startMs) * 100;
  const width = (windowMs(window) / windowMs(domain)) * 100;
  return (
    <div
      ref={bar}
      data-zoom-bar={isWhole ? "whole" : "zoomed"}
      className={cx(
        "relative mb-2.5 h-5 cursor-crosshair touch-none overflow-x-clip rounded-sm bg-raise/60",
        PLOT_MARGIN,
      )}
    >
      <Overview lanes={lanes} domain={domain} />
      <div
        data-zoom-part={isWhole ? undefined : "whole"}
        className={cx(
          "absolute inset-y-0 rounded-sm border",
          isWhole ? "border-line" : "cursor-grab border-accent bg-accent/10",
        )}
        style={{ left: `${left}%`, width: `${width}%` }}
      >
        <ZoomHandle part="start" view={view} />
        <ZoomHandle part="end" view={view} />
      </div>
    </div>
  );
}

function ZoomHandle({ part, view }: { part: Exclude<WindowPart, "whole">; view: ViewWindow }) {
  const { domain, window, setWindow } = view;
  const valueMs = part === "start" ? window.startMs : window.endMs;
  const move = (what: WindowPart, byMs: number) => {
    const next = dragWindow(window, domain, what, byMs);
    setWindow(isFitted(next, domain) ? null : next);
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      data-zoom-part={part}
      aria-label={part === "start" ? "Zoom from" : "Zoom to"}
      aria-valuemin={Math.round(domain.startMs / 1000)}
      aria-valuemax={Math.round(domain.endMs / 1000)}
      aria-valuenow={Math.round(valueMs / 1000)}
      aria-valuetext={formatClock(valueMs)}
      title="Pull to zoom; arrow keys move this end, Page up and Page down the whole stretch"
      onKeyDown={(event) => {
        const by = KEY_SHARES[event.key];
        if (by === undefined) return;
        event.preventDefault();
        move(event.key.startsWith("Page") ? "whole" : part, by * windowMs(window));
      }}
      className={cx(
        "absolute inset-y-0 w-2.5 cursor-ew-resize after:absolute after:inset-y-1 after:w-0.75 after:rounded-full after:bg-mute hover:after:bg-accent",
        part === "start" ? "left-0 after:left-0.5" : "right-0 after:right-0.5",
      )}
    />
  );
}

/** How far a key moves, as a share of what is in view. */
const KEY_SHARES: Record<string, number> = {
  ArrowLeft: -0.05,
  ArrowDown: -0.05,
  ArrowRight: 0.05,
  ArrowUp: 0.05,
  PageDown: 0.5,
  PageUp: -0.5,
};

/** Wide enough to place marks by; they are drawn in shares of it. */
const OVERVIEW_WIDTH_PX = 1000;
const ROW_TOP: Partial<Record<Lane["id"], string>> = { user: "top-[3px]", agent: "top-[9px]" };

/** Both sides as two thin rows, failures as red ticks. It does not change with the zoom. */
const Overview = memo(function Overview({ lanes, domain }: { lanes: Lane[]; domain: TimeWindow }) {
  const { moments } = useStage();
  const scale = useMemo(() => ({ window: domain, widthPx: OVERVIEW_WIDTH_PX }), [domain]);
  const share = (px: number) => `${(px / OVERVIEW_WIDTH_PX) * 100}%`;
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0">
      {lanes
        .filter((lane) => ROW_TOP[lane.id])
        .flatMap((lane) =>
          placeMarks(lane.marks, scale).map((one) => (
            <i
              key={one.mark.id}
              className={cx("absolute h-[4px] rounded-[1px] opacity-60", ROW_TOP[lane.id], TONE_FILL[lane.tone])}
              style={{ left: share(one.xPx), width: share(one.widthPx) }}
            />
          )),
        )}
      {moments
        .filter((moment) => moment.kind === "error")
        .map((moment) => (
          <i
            key={`${moment.atMs} ${moment.recordId}`}
            data-zoom-error
            className="absolute bottom-0 h-1.5 w-0.5 bg-err"
            style={{ left: `${shareOf(domain, moment.atMs) * 100}%` }}
          />
        ))}
    </div>
  );
});
