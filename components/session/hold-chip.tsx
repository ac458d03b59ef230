"use client";
import { Lock } from "lucide-react";
import { Chip } from "@/components/ui/chip";
import { Tooltip } from "@/components/ui/tooltip";
import { formatDateTime } from "@/lib/view/format";
import { useStage } from "./stage";
import { useHold } from "./use-hold";

/** Nothing deletes this session; pointed at, it says who wanted that, and why. */
export function HoldChip({ project }: { project: string }) {
  const { data } = useHold(project, useStage().timeline.session.id);
  if (!data?.hold) return null;
  const { heldBy, heldAt, reason } = data.hold;
  return (
    <Tooltip content={`${heldBy} holds it since ${formatDateTime(heldAt)}: ${reason}`}>
      <Chip tone="accent" tabIndex={0}>
        <Lock aria-hidden className="size-3" />
        held
      </Chip>
    </Tooltip>
  );
}
