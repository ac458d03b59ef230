"use client";
import { Button } from "@/components/ui/button";

/** Where the waveform would be: that it could not be loaded, and trying again. */
export function WaveformFailure({ onRetry }: { onRetry: () => void }) {
  return (
    <p role="alert" className="absolute top-8 left-2 z-10 flex items-center gap-2 text-err text-sm">
      The waveform could not be loaded. The recording itself may play.
      <Button size="sm" onClick={onRetry}>
        Try again
      </Button>
    </p>
  );
}
