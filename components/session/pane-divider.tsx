"use client";
import { useRef } from "react";
import { DETAILS_WIDTH } from "./use-details-width";

interface PaneDividerProps {
  widthPx: number;
  onChange: (widthPx: number) => void;
}

const STEP_PX = 24;

/** Between list and details: pull it, or use the arrow keys; a double click gives the usual width back. */
export function PaneDivider({ widthPx, onChange }: PaneDividerProps) {
  const from = useRef<{ x: number; widthPx: number } | null>(null);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule that can be moved is a separator with a value, not an <hr>
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the details"
      aria-valuenow={widthPx}
      aria-valuemin={DETAILS_WIDTH.leastPx}
      aria-valuemax={DETAILS_WIDTH.mostPx}
      tabIndex={0}
      onDoubleClick={() => onChange(DETAILS_WIDTH.usualPx)}
      onPointerDown={(event) => {
        from.current = { x: event.clientX, widthPx: event.currentTarget.nextElementSibling?.clientWidth ?? widthPx };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (from.current) onChange(from.current.widthPx + from.current.x - event.clientX);
      }}
      onPointerUp={() => {
        from.current = null;
      }}
      onKeyDown={(event) => {
        const by = { ArrowLeft: STEP_PX, ArrowRight: -STEP_PX }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        onChange(widthPx + by);
      }}
      className="group grid cursor-col-resize touch-none place-items-center max-lg:hidden"
    >
      <i className="h-8 w-0.75 rounded-full bg-line transition-colors group-hover:bg-line-strong group-focus-visible:bg-ring" />
    </div>
  );
}
