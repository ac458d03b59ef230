"use client";
import { useState } from "react";
import type { Timeline } from "@/lib/model/timeline";
import type { SessionLink } from "@/lib/view/link";
import { DetailsPanel } from "./details-panel";
import { MissingNotes } from "./missing-notes";
import { RecordingPanel } from "./recording-panel";
import { SessionHeader } from "./session-header";
import { SESSION_GRID, SESSION_PAGE } from "./session-layout";
import { ShortcutSheet } from "./shortcut-sheet";
import { StageContext } from "./stage";
import { TimelinePanel } from "./timeline-panel";
import { useAddress } from "./use-address";
import { useSessionKeys } from "./use-session-keys";
import { useSessionStage } from "./use-session-stage";
import type { StreamState } from "./use-timeline-stream";

interface SessionViewProps {
  project: string;
  timeline: Timeline;
  link: SessionLink;
  stream: StreamState;
}

/** The session screen with its data: header, recording, list, details, all on one clock. */
export function SessionView({ project, timeline, link, stream }: SessionViewProps) {
  const stage = useSessionStage(project, timeline, link);
  const [isSheetOpen, setSheetOpen] = useState(false);
  useSessionKeys(stage, () => setSheetOpen(true));
  useAddress(stage);
  return (
    <StageContext value={stage}>
      <div className={SESSION_PAGE}>
        <SessionHeader stream={stream} onHelp={() => setSheetOpen(true)} />
        <MissingNotes missing={timeline.missing} />
        <RecordingPanel />
        <div className={SESSION_GRID}>
          <TimelinePanel />
          <DetailsPanel />
        </div>
      </div>
      <ShortcutSheet isOpen={isSheetOpen} onOpenChange={setSheetOpen} />
    </StageContext>
  );
}
