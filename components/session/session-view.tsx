"use client";
import { type CSSProperties, useDeferredValue, useState } from "react";
import type { Timeline } from "@/lib/model/timeline";
import type { SessionLink } from "@/lib/view/link";
import { AddressKeeper } from "./address-keeper";
import { DetailsPanel } from "./details-panel";
import type { Door } from "./door";
import { MissingNotes } from "./missing-notes";
import { PaneDivider } from "./pane-divider";
import { PanesSkeleton } from "./panes-skeleton";
import { RecordingPanel } from "./recording-panel";
import { SessionHeader } from "./session-header";
import { SESSION_GRID, SESSION_PAGE } from "./session-layout";
import { ShortcutSheet } from "./shortcut-sheet";
import { StageContext } from "./stage";
import { TimelinePanel } from "./timeline-panel";
import { useDetailsWidth } from "./use-details-width";
import { useSessionKeys } from "./use-session-keys";
import { useSessionPlaces } from "./use-session-places";
import { useSessionStage } from "./use-session-stage";
import type { StreamState } from "./use-timeline-stream";

interface SessionViewProps {
  door: Door;
  timeline: Timeline;
  link: SessionLink;
  stream: StreamState;
}

/** The session screen with its data: header, recording, list, details, all on one clock. */
export function SessionView({ door, timeline, link, stream }: SessionViewProps) {
  const stage = useSessionStage(door, timeline, link);
  const [widthPx, setWidthPx] = useDetailsWidth();
  const [isSheetOpen, setSheetOpen] = useState(false);
  // The waveform is painted first; list and details, which take twice as long, follow in the next picture.
  const hasPanes = useDeferredValue(true, false);
  useSessionKeys(stage, () => setSheetOpen(true));
  useSessionPlaces(stage);
  return (
    <StageContext value={stage}>
      <div className={SESSION_PAGE}>
        <SessionHeader stream={stream} onHelp={() => setSheetOpen(true)} />
        <MissingNotes missing={timeline.missing} />
        <RecordingPanel />
        {hasPanes ? (
          <div className={SESSION_GRID} style={{ "--details-width": `${widthPx}px` } as CSSProperties}>
            <TimelinePanel />
            <PaneDivider widthPx={widthPx} onChange={setWidthPx} />
            <DetailsPanel />
          </div>
        ) : (
          <PanesSkeleton style={{ "--details-width": `${widthPx}px` } as CSSProperties} />
        )}
      </div>
      <AddressKeeper />
      <ShortcutSheet isOpen={isSheetOpen} onOpenChange={setSheetOpen} />
    </StageContext>
  );
}
