"use client";
import { Button } from "@/components/ui/button";
import { ToggleCheck } from "@/components/ui/toggle-check";
import { formatPlural, formatWhole } from "@/lib/view/format";
import { parentIds, type SpanTree } from "@/lib/view/span-tree";
import { useStage } from "./stage";

interface SpanTreeBarProps {
  tree: SpanTree;
  withPlumbing: boolean;
  onPlumbing: (withPlumbing: boolean) => void;
  onCollapse: (ids: ReadonlySet<string>) => void;
}

/** Folds and opens all, counts what is shown, and shows the SDK's own housekeeping on demand. */
export function SpanTreeBar({ tree, withPlumbing, onPlumbing, onCollapse }: SpanTreeBarProps) {
  const { timeline, find } = useStage();
  const isFinding = find.trim() !== "";
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-1.5 border-line border-b px-2.5 py-1">
      <Button variant="ghost" size="sm" disabled={isFinding} onClick={() => onCollapse(new Set())}>
        Expand all
      </Button>
      <Button variant="ghost" size="sm" disabled={isFinding} onClick={() => onCollapse(parentIds(timeline.spans))}>
        Collapse all
      </Button>
      <span className="ml-auto whitespace-nowrap text-faint text-xs tabular-nums" role="status">
        {formatWhole(tree.rows.length)} of {formatPlural(timeline.spans.length, "span")}
      </span>
      <ToggleCheck
        label="Plumbing"
        count={tree.plumbingCount}
        checked={withPlumbing || isFinding}
        disabled={isFinding}
        onChange={onPlumbing}
      />
    </div>
  );
}
