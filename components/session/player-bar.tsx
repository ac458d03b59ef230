"use client";
import type { TimeWindow } from "@/lib/view/time-scale";
import { MomentButtons } from "./moment-buttons";
import { NowButton } from "./now-button";
import { PlayButton } from "./play-button";
import { PositionText } from "./position-text";
import { RecordingChip } from "./recording-chip";
import { RecordingDownloads } from "./recording-downloads";
import { SideButtons } from "./side-buttons";
import { SkipSilence } from "./skip-silence";
import { SpeedMenu } from "./speed-menu";
import { ZoomButtons } from "./zoom-buttons";

/** Play, time, speed, next moment, who is heard, the recording, zoom. */
export function PlayerBar({ domain }: { domain: TimeWindow }) {
  return (
    <div className="flex min-h-10.5 flex-wrap items-center gap-x-2 gap-y-1 border-line border-b px-3 py-1 sm:gap-x-3.5">
      <PlayButton />
      <PositionText endMs={domain.endMs} />
      <SpeedMenu />
      <SkipSilence />
      <MomentButtons />
      <NowButton />
      <span className="flex-1" />
      <SideButtons />
      <RecordingChip />
      <RecordingDownloads />
      <ZoomButtons domain={domain} />
    </div>
  );
}
