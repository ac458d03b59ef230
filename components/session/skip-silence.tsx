"use client";
import { FastForward } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { findQuiet, skipQuiet } from "@/lib/view/quiet";
import { placeRecording } from "@/lib/view/recording-clock";
import { useStage } from "./stage";
import { useEachPosition } from "./use-clock";
import { usePeaks } from "./use-peaks";

/** As fine as pauses must be found: milliseconds a bucket, and the most that the server gives at once. */
const BUCKET_MS = 50;
const BUCKETS_MAX = 64_000;

/** Plays on after every pause in which nobody speaks. Not there without a waveform. */
export function SkipSilence() {
  const { timeline } = useStage();
  return timeline.recording?.peaksUrl ? <SkipButton peaksUrl={timeline.recording.peaksUrl} /> : null;
}

function SkipButton({ peaksUrl }: { peaksUrl: string }) {
  const { timeline, access, clock } = useStage();
  const [isOn, setOn] = useState(false);
  const recording = useMemo(() => placeRecording(timeline), [timeline]);
  const buckets = Math.min(BUCKETS_MAX, Math.ceil((recording?.durationMs ?? 0) / BUCKET_MS) || 1);
  const peaks = usePeaks(peaksUrl, access, buckets, { isWanted: isOn });
  const quiet = useMemo(
    () => (isOn && peaks.data && recording ? findQuiet(peaks.data, recording) : []),
    [isOn, peaks.data, recording],
  );
  useEachPosition(clock, (positionMs) => {
    if (!clock.getState().isPlaying) return;
    const targetMs = skipQuiet(quiet, positionMs);
    if (targetMs !== null) clock.seek(targetMs);
  });
  return (
    <Button
      variant="ghost"
      size="sm"
      aria-pressed={isOn}
      title="Play on after every pause of more than 1.5 s"
      onClick={() => setOn(!isOn)}
      className={cx("max-sm:hidden", isOn && "bg-raise text-text!")}
    >
      <FastForward aria-hidden className="size-3.5" />
      Skip silence
    </Button>
  );
}
