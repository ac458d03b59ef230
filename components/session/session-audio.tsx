"use client";
import { useEffect, useRef, useState } from "react";
import { playableType } from "@/lib/view/audio-file";
import type { RecordingSpan } from "@/lib/view/recording-clock";
import { withAccess } from "./session-url";
import { useStage } from "./stage";

interface SessionAudioProps {
  recording: RecordingSpan;
  url: string;
  contentType: string;
}

/**
 * The element that plays, and that owns the time while it is there. A browser that says it cannot play the file, or fails
 * to, gets a WAV that the server makes of it while it is read.
 */
export function SessionAudio({ recording, url, contentType }: SessionAudioProps) {
  const { clock, access } = useStage();
  const element = useRef<HTMLAudioElement>(null);
  const [isWav, setWav] = useState(() => !canPlay(contentType));
  const { offsetMs, durationMs } = recording;
  useEffect(() => {
    if (!element.current) return;
    return clock.attach(element.current, { offsetMs, durationMs });
  }, [clock, offsetMs, durationMs]);
  const onError = () => {
    // A lost connection is no reason: the WAV would come over the same one.
    if (isWav || element.current?.error?.code === MediaError.MEDIA_ERR_NETWORK) return;
    setWav(true);
    clock.retry();
  };
  return (
    // biome-ignore lint/a11y/useMediaCaption: the transcript beside it is the caption
    <audio
      ref={element}
      id="session-audio"
      src={withAccess(url, access, isWav ? { format: "wav" } : {})}
      preload="auto"
      className="hidden"
      onError={onError}
    />
  );
}

function canPlay(contentType: string): boolean {
  return (
    typeof document === "undefined" || document.createElement("audio").canPlayType(playableType(contentType)) !== ""
  );
}
