"use client";
import { Maximize2, Minus, Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useShortcut } from "@/components/ui/use-shortcut";
import { type TimeWindow, zoomAt } from "@/lib/view/time-scale";
import { useStage } from "./stage";
import { useIsFitted, useZoomHand } from "./use-zoom";

const STEP = 2;

/** Zooms around the playhead when it is in view, else around the middle. */
export function ZoomButtons({ domain }: { domain: TimeWindow }) {
  const { clock } = useStage();
  const hand = useZoomHand(domain);
  const isWhole = useIsFitted(domain);
  const zoom = (factor: number) => {
    const positionMs = clock.getPositionMs();
    const window = hand.getWindow();
    const isInView = positionMs >= window.startMs && positionMs <= window.endMs;
    hand.show(zoomAt(window, domain, factor, isInView ? positionMs : (window.startMs + window.endMs) / 2));
  };
  useShortcut("+", () => zoom(STEP));
  useShortcut("-", () => zoom(1 / STEP));
  useShortcut("0", () => hand.show(null));
  return (
    <fieldset aria-label="Zoom" className="flex items-center">
      <Button
        variant="ghost"
        size="sm"
        aria-label="Zoom out"
        title="Zoom out (−)"
        disabled={isWhole}
        onClick={() => zoom(1 / STEP)}
      >
        <Minus aria-hidden className="size-3.5" />
      </Button>
      <Button
        variant="ghost"
        size="sm"
        aria-label="Fit"
        title="Show the whole session (0)"
        disabled={isWhole}
        onClick={() => hand.show(null)}
      >
        <Maximize2 aria-hidden className="size-3.5" />
        <span className="max-sm:hidden">fit</span>
      </Button>
      <Button
        variant="ghost"
        size="sm"
        aria-label="Zoom in"
        title="Zoom in (+, or the wheel over the lanes)"
        onClick={() => zoom(STEP)}
      >
        <Plus aria-hidden className="size-3.5" />
      </Button>
    </fieldset>
  );
}
