"use client";
import { SkipBack, SkipForward } from "lucide-react";
import { Button } from "@/components/ui/button";
import { formatPlural } from "@/lib/view/format";
import { useStage } from "./stage";
import { jumpToMoment } from "./use-session-keys";

/** To the previous and the next place that is worth hearing. */
export function MomentButtons() {
  const stage = useStage();
  const count = stage.moments.length;
  const what = `interruption, error, slow turn or silence: ${formatPlural(count, "moment")} here`;
  return (
    <span className="inline-flex gap-1">
      <Button
        size="sm"
        aria-label="Previous moment"
        title={`Previous ${what} (Shift n)`}
        disabled={count === 0}
        onClick={() => jumpToMoment(stage, -1)}
      >
        <SkipBack aria-hidden className="size-3.5" />
      </Button>
      <Button
        size="sm"
        aria-label="Next moment"
        title={`Next ${what} (n)`}
        disabled={count === 0}
        onClick={() => jumpToMoment(stage, 1)}
      >
        <span className="max-sm:hidden">Next moment</span>
        <SkipForward aria-hidden className="size-3.5" />
      </Button>
    </span>
  );
}
