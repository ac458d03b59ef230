"use client";
import { useEffect, useRef } from "react";
import type { RecordingSpan } from "@/lib/view/recording-clock";
import { withProject } from "./session-url";
import { useStage } from "./stage";

interface SessionAudioProps {
  recording: RecordingSpan;
  url: string;
}

/** The element that plays, and that owns the time while it is there. */
export function SessionAudio({ recording, url }: SessionAudioProps) {
  const { clock, project } = useStage();
  const element = useRef<HTMLAudioElement>(null);
  const { offsetMs, durationMs } = recording;
  useEffect(() => {
    if (!element.current) return;
    return clock.attach(element.current, { offsetMs, durationMs });
  }, [clock, offsetMs, durationMs]);
  return (
    // biome-ignore lint/a11y/useMediaCaption: the transcript beside it is the caption
    <audio ref={element} id="session-audio" src={withProject(url, project)} preload="auto" className="hidden" />
  );
}
