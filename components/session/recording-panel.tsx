"use client";
import { useEffect, useMemo, useState } from "react";
import { Panel } from "@/components/ui/panel";
import { layOutDomain } from "@/lib/view/domain";
import { layOutLanes } from "@/lib/view/lanes";
import { placeRecording } from "@/lib/view/recording-clock";
import { clampWindow, type TimeWindow } from "@/lib/view/time-scale";
import { PlayerBar } from "./player-bar";
import { Plot } from "./plot";
import { PositionSlider } from "./position-slider";
import { SessionAudio } from "./session-audio";
import { useStage } from "./stage";
import { useNow } from "./use-now";

/** The player, the waveform and the lanes on one time scale. The zoom belongs to this panel alone. */
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
  const [zoomed, setZoomed] = useState<TimeWindow | null>(null);
  const window = zoomed ? clampWindow(zoomed, domain) : domain;
  const view = { domain, window, setWindow: setZoomed };
  return (
    <Panel label="Recording" className="shrink-0">
      {recording && timeline.recording && <SessionAudio recording={recording} url={timeline.recording.audioUrl} />}
      <PlayerBar view={view} />
      <Plot view={view} lanes={lanes} recording={recording} />
      <PositionSlider view={view} />
    </Panel>
  );
}
