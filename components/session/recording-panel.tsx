"use client";
import { useEffect, useMemo } from "react";
import { Panel } from "@/components/ui/panel";
import { layOutDomain } from "@/lib/view/domain";
import { layOutLanes } from "@/lib/view/lanes";
import { placeRecording } from "@/lib/view/recording-clock";
import { PlayerBar } from "./player-bar";
import { Plot } from "./plot";
import { PositionSlider } from "./position-slider";
import { SessionAudio } from "./session-audio";
import { useStage } from "./stage";
import { useNow } from "./use-now";
import { ZoomBar } from "./zoom-bar";

/** The player, the waveform and the lanes on one time scale. Its parts ask for the zoom themselves. */
export function RecordingPanel() {
  const { timeline, clock, isAtNow } = useStage();
  const nowMs = useNow(timeline.session.status === "live");
  const positionOfNowMs = nowMs - Date.parse(timeline.session.startedAt);
  const domain = useMemo(() => layOutDomain(timeline, nowMs), [timeline, nowMs]);
  const lanes = useMemo(() => layOutLanes(timeline, positionOfNowMs), [timeline, positionOfNowMs]);
  const recording = useMemo(() => placeRecording(timeline), [timeline]);
  useEffect(() => {
    if (isAtNow) clock.seek(positionOfNowMs);
  }, [clock, isAtNow, positionOfNowMs]);
  return (
    <Panel label="Recording" className="shrink-0">
      {recording && timeline.recording && <SessionAudio recording={recording} url={timeline.recording.audioUrl} />}
      <PlayerBar domain={domain} />
      <Plot domain={domain} lanes={lanes} recording={recording} />
      <PositionSlider domain={domain} />
      <ZoomBar domain={domain} lanes={lanes} />
    </Panel>
  );
}
