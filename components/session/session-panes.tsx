"use client";
import type { CSSProperties } from "react";
import { DetailsPanel } from "./details-panel";
import { PaneDivider } from "./pane-divider";
import { SESSION_GRID } from "./session-layout";
import { TimelinePanel } from "./timeline-panel";

interface SessionPanesProps {
  widthPx: number;
  onWidth: (widthPx: number) => void;
}

/** List and details, which need all of the timeline. */
export function SessionPanes({ widthPx, onWidth }: SessionPanesProps) {
  return (
    <div className={SESSION_GRID} style={{ "--details-width": `${widthPx}px` } as CSSProperties}>
      <TimelinePanel />
      <PaneDivider widthPx={widthPx} onChange={onWidth} />
      <DetailsPanel />
    </div>
  );
}
