"use client";
import { useEffect, useMemo } from "react";
import { Panel } from "@/components/ui/panel";
import { layOutDomain } from "@/lib/view/domain";
import { layOutLanes } from "@/lib/view/lanes";
import { emptyLanes } from "@/lib/view/opening";
import { placeRecording } from "@/lib/view/recording-clock";
import { followNow } from "@/lib/view/time-scale";
import { PlayerBar } from "./player-bar";
import { Plot } from "./plot";
import { PositionSlider } from "./position-slider";
import { SessionAudio } from "./session-audio";
import { useStage } from "./stage";
import { useAlive } from "./use-alive";
import { useNow } from "./use-now";
import { ZoomBar } from "./zoom-bar";

/** The player, the waveform and the lanes on one time scale. Its parts ask for the zoom themselves. */
export function RecordingPanel() {
  const { timeline, opening, clock, zoom, isAtNow } = useStage();
  const isAlive = useAlive();
  const isLive = timeline.session.status === "live";
  const now = useNow(isLive);
  const nowMs = now - Date.parse(timeline.session.startedAt);
  const domain = useMemo(() => opening?.domain ?? layOutDomain(timeline, now), [opening, timeline, now]);
  const lanes = useMemo(() => (opening ? emptyLanes(opening) : layOutLanes(timeline)), [opening, timeline]);
  const recording = useMemo(() => placeRecording(timeline), [timeline]);
  useEffect(() => {
    if (!isAtNow) return;
    const zoomed = zoom.get();
    if (zoomed) zoom.set(followNow(zoomed, domain));
    clock.seek(nowMs);
  }, [clock, zoom, isAtNow, nowMs, domain]);
  return (
    <Panel label="Recording" className="shrink-0">
      {isAlive && recording && timeline.recording && (
        <SessionAudio
          key={timeline.recording.audioUrl}
          recording={recording}
          url={timeline.recording.audioUrl}
          contentType={timeline.recording.contentType}
        />
      )}
      <PlayerBar domain={domain} />
      <Plot domain={domain} lanes={lanes} recording={recording} nowMs={isLive ? nowMs : domain.endMs} />
      <PositionSlider domain={domain} />
      <ZoomBar domain={domain} lanes={lanes} />
    </Panel>
  );
}
