import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { Count } from "@/lib/model/facets";
import { countText } from "@/lib/view/facets";
import { formatPlural } from "@/lib/view/format";
import { DeleteButton } from "./delete-button";
import { ExportMenu } from "./export-menu";
import type { SelectionState } from "./use-selection";

interface BulkBarProps {
  project: string;
  picked: SelectionState;
  /** All that fit the filter; null while they are counted. */
  total: Count | null;
  /** Whether there are more rows than are drawn. */
  hasMore: boolean;
  urlOf: (format: string) => string;
}

/** What can be done with the picked rows; stands above the list's lower edge as long as there are any. */
export function BulkBar({ project, picked, total, hasMore, urlOf }: BulkBarProps) {
  const { ids, isAll } = picked.selection;
  if (ids.size === 0 && !isAll) return null;
  const all = total ? countText(total) : "";
  return (
    <section
      aria-label="Selected sessions"
      className="fixed bottom-4 left-1/2 z-30 flex w-max max-w-[calc(100vw-1.5rem)] -translate-x-1/2 flex-wrap items-center justify-center gap-2 rounded-xl border border-line-strong bg-panel px-3 py-2 shadow-float"
    >
      <span role="status" className="px-1 font-[540] tabular-nums">
        {isAll ? `All ${all} sessions of this filter` : <Picked count={ids.size} />}
      </span>
      {!isAll && hasMore && (
        <Button variant="ghost" size="sm" onClick={picked.pickAll}>
          Select all {all} of this filter
        </Button>
      )}
      <ExportMenu label="Export the selected sessions" urlOf={urlOf} />
      {!isAll && <DeleteButton project={project} ids={[...ids]} onDone={picked.clear} />}
      <Button variant="ghost" size="icon" aria-label="Clear the selection" title="Esc" onClick={picked.clear}>
        <X aria-hidden className="size-4" />
      </Button>
    </section>
  );
}

/** On small screens the noun is for screen readers only, and the buttons stay in one row. */
function Picked({ count }: { count: number }) {
  const [number, noun] = formatPlural(count, "session").split(" ");
  return (
    <>
      {number} <span className="max-sm:sr-only">{noun}</span> selected
    </>
  );
}
