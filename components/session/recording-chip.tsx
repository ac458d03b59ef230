"use client";
import { AudioLines, TriangleAlert } from "lucide-react";
import { Chip } from "@/components/ui/chip";
import { useStage } from "./stage";
import { usePlayerState } from "./use-clock";

/** Whether there is sound, in words. */
export function RecordingChip() {
  const { clock, timeline } = useStage();
  const { failure } = usePlayerState(clock);
  if (failure) {
    return (
      <Chip tone="err" title={failure}>
        <TriangleAlert aria-hidden className="size-3" />
        cannot be played
      </Chip>
    );
  }
  if (!timeline.recording) {
    return <Chip>{timeline.session.status === "live" ? "recording comes at the end" : "no recording"}</Chip>;
  }
  return (
    <Chip tone="ok" className="max-sm:hidden">
      <AudioLines aria-hidden className="size-3" />
      recording
    </Chip>
  );
}
