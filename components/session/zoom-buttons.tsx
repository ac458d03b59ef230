"use client";
import { Maximize2, Minus, Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useShortcut } from "@/components/ui/use-shortcut";
import { isFitted, type TimeWindow, zoomAt } from "@/lib/view/time-scale";
import { useStage } from "./stage";
import { useView } from "./use-view";

const STEP = 2;

/** Zooms around the playhead when it is in view, else around the middle. */
export function ZoomButtons({ domain }: { domain: TimeWindow }) {
  const { clock } = useStage();
  const { window, setWindow } = useView(domain);
  const isWhole = isFitted(window, domain);
  const zoom = (factor: number) => {
    const positionMs = clock.getPositionMs();
    const isInView = positionMs >= window.startMs && positionMs <= window.endMs;
    const next = zoomAt(window, domain, factor, isInView ? positionMs : (window.startMs + window.endMs) / 2);
    setWindow(isFitted(next, domain) ? null : next);
  };
  useShortcut("+", () => zoom(STEP));
  useShortcut("-", () => zoom(1 / STEP));
  useShortcut("0", () => setWindow(null));
  return (
    <fieldset aria-label="Zoom" className="flex items-center">
      <Button
        variant="ghost"
        size="sm"
        aria-label="Zoom out"
        title="Zoom out"
        disabled={isWhole}
        onClick={() => zoom(1 / STEP)}
      >
        <Minus aria-hidden className="size-3.5" />
      </Button>
      <Button
        variant="ghost"
        size="sm"
        aria-label="Fit"
        title="Show the whole session"
        disabled={isWhole}
        onClick={() => setWindow(null)}
      >
        <Maximize2 aria-hidden className="size-3.5" />
        fit
      </Button>
      <Button variant="ghost" size="sm" aria-label="Zoom in" title="Zoom in (Ctrl wheel)" onClick={() => zoom(STEP)}>
        <Plus aria-hidden className="size-3.5" />
      </Button>
    </fieldset>
  );
}
