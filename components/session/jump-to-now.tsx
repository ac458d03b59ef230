"use client";
import { ArrowDownToLine, LocateFixed } from "lucide-react";
import { useRef } from "react";
import { Button } from "@/components/ui/button";
import { formatWhole } from "@/lib/view/format";
import { countAfter } from "@/lib/view/row-filters";
import { useStage } from "./stage";
import { usePlayerState } from "./use-clock";

/** Back to what is now, for a reader who scrolled away: of a live session with how much came since. */
export function JumpToNow() {
  const { visibleRows, clock, timeline, isFollowing, setFollowing } = useStage();
  const { isPlaying } = usePlayerState(clock);
  const isLive = timeline.session.status === "live";
  const seenUntilMs = useRef(Number.NEGATIVE_INFINITY);
  if (isFollowing) seenUntilMs.current = visibleRows.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
  if (isFollowing || !(isPlaying || isLive)) return null;
  const newCount = isLive ? countAfter(visibleRows, seenUntilMs.current) : 0;
  const Icon = isLive ? ArrowDownToLine : LocateFixed;
  return (
    <Button size="sm" className="absolute right-5 bottom-3 shadow-float" onClick={() => setFollowing(true)}>
      <Icon aria-hidden className="size-3.5" />
      {isLive ? "Jump to now" : "Follow"}
      {newCount > 0 && <span className="text-accent tabular-nums">{formatWhole(newCount)} new</span>}
    </Button>
  );
}
