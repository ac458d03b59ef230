"use client";
import { ChevronDown, ChevronRight, CircleX } from "lucide-react";
import { cx } from "@/components/ui/cx";
import { formatClock, formatMs, formatPlural } from "@/lib/view/format";
import type { TreeRow } from "@/lib/view/span-tree";
import { shareOf, type TimeWindow } from "@/lib/view/time-scale";
import { useStage } from "./stage";

interface SpanTreeRowProps {
  row: TreeRow;
  domain: TimeWindow;
  onToggle: () => void;
}

const INDENT_PX = 14;
/** Deeper spans stay at this depth, so that their names keep some room. */
const DEPTH_MAX = 10;

/** One span: fold, name, place in the session, duration, failure. */
export function SpanTreeRow({ row, domain, onToggle }: SpanTreeRowProps) {
  const { select, selectedId, hover } = useStage();
  const { span, depth, hiddenErrorCount } = row;
  const isSelected = span.id === selectedId;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same for keyboards and readers
    <div
      onDoubleClick={() => select(span.id, "always")}
      onPointerEnter={() => hover.set(span.startMs)}
      onPointerLeave={() => hover.set(null)}
      className={cx(
        "grid h-full grid-cols-[minmax(0,1fr)_9rem_8.5rem] items-center gap-2.5 border-l-2 pr-3.5 max-sm:grid-cols-[minmax(0,1fr)_auto]",
        isSelected ? "border-accent bg-sel" : "border-transparent hover:bg-raise",
      )}
    >
      <span
        className="flex min-w-0 items-center gap-1"
        style={{ paddingLeft: Math.min(depth, DEPTH_MAX) * INDENT_PX + 8 }}
      >
        <FoldButton row={row} onToggle={onToggle} />
        <button
          type="button"
          aria-pressed={isSelected}
          title={formatClock(span.startMs)}
          onClick={() => select(span.id)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            select(span.id, "always");
          }}
          className={cx("mono min-w-0 truncate text-left", span.isError ? "text-err" : "text-text")}
        >
          {span.name} <span className="text-faint">{span.summary}</span>
        </button>
      </span>
      <SpanBar row={row} domain={domain} />
      <span className="flex items-center justify-end gap-2 whitespace-nowrap text-mute text-xs">
        {(span.isError || hiddenErrorCount > 0) && (
          <span className="inline-flex items-center gap-1 text-err">
            <CircleX aria-hidden className="size-3" />
            {span.isError ? "failed" : `${hiddenErrorCount} failed below`}
          </span>
        )}
        {span.durationMs === null ? "still open" : formatMs(span.durationMs)}
      </span>
    </div>
  );
}

function FoldButton({ row, onToggle }: Omit<SpanTreeRowProps, "domain">) {
  const { span, childCount, isCollapsed } = row;
  if (childCount === 0) return <i className="size-5 shrink-0" />;
  const Icon = isCollapsed ? ChevronRight : ChevronDown;
  return (
    <button
      type="button"
      aria-expanded={!isCollapsed}
      aria-label={`${formatPlural(childCount, "span")} below ${span.name}`}
      onClick={onToggle}
      className="grid size-5 shrink-0 place-items-center rounded-sm text-faint hover:text-text"
    >
      <Icon aria-hidden className="size-3.5" />
    </button>
  );
}

function SpanBar({ row: { span, hiddenErrorCount }, domain }: Omit<SpanTreeRowProps, "onToggle">) {
  const startShare = Math.min(1, Math.max(0, shareOf(domain, span.startMs)));
  const endMs = span.durationMs === null ? domain.endMs : span.startMs + span.durationMs;
  const endShare = Math.min(1, Math.max(startShare, shareOf(domain, endMs)));
  return (
    <span aria-hidden className="relative h-2 rounded-sm bg-raise max-sm:hidden">
      <i
        className={cx(
          "absolute inset-y-0 min-w-0.5 rounded-sm",
          span.isError || hiddenErrorCount > 0 ? "bg-err" : "bg-wait",
        )}
        style={{ left: `${startShare * 100}%`, width: `${(endShare - startShare) * 100}%` }}
      />
    </span>
  );
}
