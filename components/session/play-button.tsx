"use client";
import { Pause, Play } from "lucide-react";
import { useStage } from "./stage";
import { usePlayerState } from "./use-clock";

/** Plays or pauses; cannot be pressed where there is no audio. */
export function PlayButton() {
  const { clock } = useStage();
  const { isPlaying, hasAudio } = usePlayerState(clock);
  const Icon = isPlaying ? Pause : Play;
  return (
    <button
      type="button"
      aria-label={isPlaying ? "Pause" : "Play"}
      title={hasAudio ? "Space" : "There is no audio to play"}
      disabled={!hasAudio}
      onClick={clock.toggle}
      className="grid size-7 shrink-0 place-items-center rounded-full bg-text text-bg transition-opacity hover:opacity-85 disabled:opacity-40"
    >
      <Icon aria-hidden className="size-3.5 fill-current" />
    </button>
  );
}
