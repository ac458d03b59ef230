"use client";
import { useRef } from "react";
import { cx } from "@/components/ui/cx";
import { formatClock } from "@/lib/view/format";
import { dragWindow, type WindowPart, windowMs } from "@/lib/view/time-scale";
import { useStage } from "./stage";
import { usePainter } from "./use-painter";
import type { ZoomHand } from "./use-zoom";

interface ZoomHandleProps {
  part: Exclude<WindowPart, "whole">;
  hand: ZoomHand;
}

/** One end of what is in view, to be pulled or moved by keys. What it says to readers changes without React. */
export function ZoomHandle({ part, hand }: ZoomHandleProps) {
  const { zoom } = useStage();
  const handle = useRef<HTMLDivElement>(null);
  const valueMs = () => (part === "start" ? hand.getWindow().startMs : hand.getWindow().endMs);
  usePainter(zoom.subscribe, () => {
    const text = formatClock(valueMs());
    if (handle.current?.ariaValueText === text) return;
    handle.current?.setAttribute("aria-valuenow", String(Math.round(valueMs() / 1000)));
    handle.current?.setAttribute("aria-valuetext", text);
  });
  return (
    <div
      ref={handle}
      role="slider"
      tabIndex={0}
      data-zoom-part={part}
      aria-label={part === "start" ? "Zoom from" : "Zoom to"}
      aria-valuemin={Math.round(hand.domain.startMs / 1000)}
      aria-valuemax={Math.round(hand.domain.endMs / 1000)}
      aria-valuenow={Math.round(valueMs() / 1000)}
      title="Pull to zoom; arrow keys move this end, Page up and Page down the whole stretch"
      onKeyDown={(event) => {
        const by = KEY_SHARES[event.key];
        if (by === undefined) return;
        event.preventDefault();
        const window = hand.getWindow();
        const what = event.key.startsWith("Page") ? "whole" : part;
        hand.show(dragWindow(window, hand.domain, what, by * windowMs(window)));
      }}
      className={cx(
        "relative h-full w-2.5 cursor-ew-resize after:absolute after:inset-y-1 after:w-0.75 after:rounded-full after:bg-mute hover:after:bg-accent",
        part === "start" ? "after:left-0.5" : "after:right-0.5",
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
