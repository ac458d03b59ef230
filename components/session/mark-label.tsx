"use client";
import { useEffect, useRef } from "react";
import { describeMark } from "@/lib/view/marks";
import { useStage } from "./stage";

interface MarkLabelProps {
  widthPx: number;
  nowMs: number;
}

/** Says what the mark under the pointer is, when it was, how long it took and whose time it was. Moves without React. */
export function MarkLabel({ widthPx, nowMs }: MarkLabelProps) {
  const { hover } = useStage();
  const label = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const draw = () => {
      const element = label.current;
      const hit = hover.getMark();
      if (!element) return;
      element.hidden = hit === null;
      if (!hit) return;
      const { what, when, owner } = describeMark(hit.placed, nowMs);
      for (const [index, text] of [what, when, owner].entries()) {
        const line = element.children[index];
        if (line) line.textContent = text;
      }
      const isRight = hit.placed.xPx > widthPx * 0.6;
      const atPx = Math.min(widthPx, Math.max(0, hit.placed.xPx + (isRight ? hit.placed.widthPx : 0)));
      element.style.transform = `translate(${atPx}px, ${hit.strip.topPx + hit.strip.heightPx + 2}px)${isRight ? " translateX(-100%)" : ""}`;
    };
    draw();
    return hover.subscribe(draw);
  }, [hover, widthPx, nowMs]);
  return (
    <div
      ref={label}
      aria-hidden
      hidden
      data-mark-label
      className="pointer-events-none absolute top-0 left-0 z-30 max-w-[min(26rem,90%)] rounded-md border border-line-strong bg-raise px-2.5 py-1.5 text-sm text-text shadow-float"
    >
      <p className="line-clamp-2 font-[520]" />
      <p className="mono text-mute text-xs" />
      <p className="text-mute text-xs empty:hidden" />
    </div>
  );
}
