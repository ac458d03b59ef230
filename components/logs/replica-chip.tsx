import type { CSSProperties } from "react";
import { cx } from "@/components/ui/cx";
import { replicaHue, replicaText } from "@/lib/view/replicas";

interface ReplicaChipProps {
  worker: string;
  className?: string;
}

/** A replica's name in its colour, which is the same everywhere. */
export function ReplicaChip({ worker, className }: ReplicaChipProps) {
  return (
    <span
      title={worker}
      style={{ "--hue": replicaHue(worker) } as CSSProperties}
      className={cx("mono truncate text-[oklch(var(--replica)_var(--hue))]", className)}
    >
      {replicaText(worker)}
    </span>
  );
}
