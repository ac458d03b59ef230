"use client";
import { Chip } from "@/components/ui/chip";
import { capitalise } from "@/lib/view/speakers";
import { MomentButtons } from "./moment-buttons";
import { PlayButton } from "./play-button";
import { PositionText } from "./position-text";
import { RecordingChip } from "./recording-chip";
import { SpeedMenu } from "./speed-menu";
import { useStage } from "./stage";
import type { ViewWindow } from "./view-window";
import { ZoomButtons } from "./zoom-buttons";

/** Play, time, speed, next moment, who is who, zoom. */
export function PlayerBar({ view }: { view: ViewWindow }) {
  const { speakers } = useStage();
  return (
    <div className="flex min-h-10.5 flex-wrap items-center gap-x-3.5 gap-y-1 border-line border-b px-3 py-1">
      <PlayButton />
      <PositionText endMs={view.domain.endMs} />
      <SpeedMenu />
      <MomentButtons />
      <span className="flex-1" />
      <Chip dot className="text-user! max-sm:hidden">
        {capitalise(speakers.user)}
      </Chip>
      <Chip dot className="text-agent! max-sm:hidden">
        {capitalise(speakers.agent)}
      </Chip>
      <RecordingChip />
      <ZoomButtons view={view} />
    </div>
  );
}
