import type { CSSProperties } from "react";
import { cx } from "@/components/ui/cx";
import { replicaHue, replicaText } from "@/lib/view/replicas";

interface ReplicaChipProps {
  worker: string;
  /** The whole id, where there is room. */
  isWhole?: boolean;
}

/** A replica's name in its colour, which is the same everywhere. */
export function ReplicaChip({ worker, isWhole = false }: ReplicaChipProps) {
  return (
    <span
      title={worker}
      style={{ "--hue": replicaHue(worker) } as CSSProperties}
      className={cx("mono text-[oklch(var(--replica)_var(--hue))]", isWhole ? "break-all" : "truncate")}
    >
      {isWhole ? worker : replicaText(worker)}
    </span>
  );
}
