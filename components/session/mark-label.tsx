"use client";
import { useEffect, useRef } from "react";
import { titleOf } from "@/lib/view/marks";
import { useStage } from "./stage";

/** Says what the mark under the pointer is. Moves without React. */
export function MarkLabel({ widthPx }: { widthPx: number }) {
  const { hover } = useStage();
  const label = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const draw = () => {
      const element = label.current;
      const hit = hover.getMark();
      if (!element) return;
      element.hidden = hit === null;
      if (!hit) return;
      element.textContent = titleOf(hit.placed);
      const isRight = hit.placed.xPx > widthPx * 0.6;
      const atPx = Math.min(widthPx, Math.max(0, hit.placed.xPx + (isRight ? hit.placed.widthPx : 0)));
      element.style.transform = `translate(${atPx}px, ${hit.strip.topPx + hit.strip.heightPx + 2}px)${isRight ? " translateX(-100%)" : ""}`;
    };
    draw();
    return hover.subscribe(draw);
  }, [hover, widthPx]);
  return (
    <div
      ref={label}
      aria-hidden
      hidden
      className="pointer-events-none absolute top-0 left-0 z-30 line-clamp-2 max-w-[min(28rem,90%)] rounded-md border border-line-strong bg-raise px-2 py-1 text-sm text-text shadow-float"
    />
  );
}
