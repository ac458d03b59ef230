"use client";
import { useMemo } from "react";
import type { Lane } from "@/lib/view/lanes";
import { placeRecording } from "@/lib/view/recording-clock";
import type { TimeWindow } from "@/lib/view/time-scale";
import { useStage } from "./stage";
import { useColors } from "./use-colors";
import { ZoomErrors } from "./zoom-errors";
import { ZoomOverview } from "./zoom-overview";
import { ZoomWave } from "./zoom-wave";

interface ZoomPictureProps {
  lanes: Lane[];
  domain: TimeWindow;
  widthPx: number;
}

/** What the zoom bar shows of the whole session: its sound, or without any who spoke when; and what failed. */
export function ZoomPicture({ lanes, domain, widthPx }: ZoomPictureProps) {
  const { moments, timeline, access } = useStage();
  const colors = useColors();
  const recording = useMemo(() => placeRecording(timeline), [timeline]);
  const peaksUrl = timeline.recording?.peaksUrl;
  return (
    <>
      {recording && peaksUrl ? (
        <ZoomWave {...{ recording, peaksUrl, access, domain, colors }} />
      ) : (
        <ZoomOverview {...{ lanes, domain, widthPx, colors }} />
      )}
      <ZoomErrors moments={moments} domain={domain} />
    </>
  );
}
