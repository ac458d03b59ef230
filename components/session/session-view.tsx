"use client";
import { type CSSProperties, useState } from "react";
import type { Timeline } from "@/lib/model/timeline";
import type { SessionLink } from "@/lib/view/link";
import type { Opening } from "@/lib/view/opening";
import { AddressKeeper } from "./address-keeper";
import type { Door } from "./door";
import { MissingNotes } from "./missing-notes";
import { PanesSkeleton } from "./panes-skeleton";
import { RecordingPanel } from "./recording-panel";
import { SessionHeader } from "./session-header";
import { SESSION_PAGE } from "./session-layout";
import { ShortcutSheet } from "./shortcut-sheet";
import { StageContext } from "./stage";
import { useDetailsWidth } from "./use-details-width";
import { usePanes } from "./use-panes";
import { useSessionKeys } from "./use-session-keys";
import { useSessionPlaces } from "./use-session-places";
import { useSessionStage } from "./use-session-stage";
import type { StreamState } from "./use-timeline-stream";

interface SessionViewProps {
  door: Door;
  timeline: Timeline;
  link: SessionLink;
  stream: StreamState;
  /** `timeline` is only its head; null: all of it is there. */
  opening: Opening | null;
}

/** The session screen with its data: header, recording, list, details, all on one clock. */
export function SessionView({ door, timeline, link, stream, opening }: SessionViewProps) {
  const stage = useSessionStage(door, link, { timeline, opening });
  const [widthPx, setWidthPx] = useDetailsWidth();
  const [isSheetOpen, setSheetOpen] = useState(false);
  const SessionPanes = usePanes(opening === null);
  useSessionKeys(stage, () => setSheetOpen(true));
  useSessionPlaces(stage);
  return (
    <StageContext value={stage}>
      <div className={SESSION_PAGE} aria-busy={opening !== null}>
        {opening && (
          <p className="sr-only" role="status">
            Loading the session
          </p>
        )}
        <SessionHeader stream={stream} onHelp={() => setSheetOpen(true)} />
        <MissingNotes missing={timeline.missing} />
        <RecordingPanel />
        {SessionPanes ? (
          <SessionPanes widthPx={widthPx} onWidth={setWidthPx} />
        ) : (
          <PanesSkeleton style={{ "--details-width": `${widthPx}px` } as CSSProperties} />
        )}
      </div>
      <AddressKeeper />
      <ShortcutSheet isOpen={isSheetOpen} onOpenChange={setSheetOpen} />
    </StageContext>
  );
}
