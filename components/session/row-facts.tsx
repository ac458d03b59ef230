import { CircleX } from "lucide-react";
import { cx } from "@/components/ui/cx";
import { formatConfidence, formatMs } from "@/lib/view/format";
import type { Row } from "@/lib/view/rows";
import { WaitChip } from "./wait-chip";

/** The figures at the end of a line: certainty, wait, duration, failure, where it comes from. */
export function RowFacts({ row }: { row: Row }) {
  return (
    <span className="flex items-center gap-2 whitespace-nowrap text-mute text-xs">
      {row.confidence !== null && (
        <span title="Speech recognition's confidence" className="max-sm:hidden">
          conf {formatConfidence(row.confidence)}
        </span>
      )}
      {row.source !== null && <span className="mono max-w-40 truncate max-sm:hidden">{row.source}</span>}
      {row.isError && (
        <span className="inline-flex items-center gap-1 text-err">
          <CircleX aria-hidden className="size-3" />
          <span className={cx(row.kind === "log" && "sr-only")}>{row.kind === "log" ? "error" : "failed"}</span>
        </span>
      )}
      {row.durationMs !== null && <span>{formatMs(row.durationMs)}</span>}
      {row.waitMs !== null && <WaitChip waitMs={row.waitMs} />}
    </span>
  );
}
