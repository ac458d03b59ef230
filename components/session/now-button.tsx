"use client";
import { Radio } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useStage } from "./stage";

/** Of a live session whose reader looks elsewhere: back to where it is now. */
export function NowButton() {
  const { timeline, isFollowing, setFollowing } = useStage();
  if (timeline.session.status !== "live" || isFollowing) return null;
  return (
    <Button size="sm" title="Follow the session again" onClick={() => setFollowing(true)}>
      <Radio aria-hidden className="size-3.5 text-ok" />
      Back to now
    </Button>
  );
}
