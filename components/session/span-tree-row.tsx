"use client";
import { ChevronDown, ChevronRight, CircleX } from "lucide-react";
import { CopyButton } from "@/components/ui/copy-button";
import { cx } from "@/components/ui/cx";
import { formatClockMs, formatMs } from "@/lib/view/format";
import type { TreeRow } from "@/lib/view/span-tree";
import { shareOf, type TimeWindow } from "@/lib/view/time-scale";
import { addressOfRow } from "./address-keeper";
import { MarkedText } from "./marked-text";
import { useStage } from "./stage";
import { TONE_FILL } from "./tone-classes";

interface SpanTreeRowProps {
  row: TreeRow;
  domain: TimeWindow;
  isTabStop: boolean;
  onFold: (id: string) => void;
}

const INDENT_PX = 14;
/** Deeper spans stay at this depth, so that their names keep some room. */
const DEPTH_MAX = 10;

/** One span: fold, name, place in the session, duration, failure. The keys are the tree's. */
export function SpanTreeRow({ row, domain, isTabStop, onFold }: SpanTreeRowProps) {
  const stage = useStage();
  const { select, selectedId, hover } = stage;
  const { span, depth, childCount } = row;
  const isSelected = span.id === selectedId;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around has the keys
    <div
      role="treeitem"
      aria-level={depth + 1}
      aria-setsize={row.siblingCount}
      aria-posinset={row.position}
      aria-expanded={childCount > 0 ? !row.isCollapsed : undefined}
      aria-selected={isSelected}
      aria-label={labelOf(row)}
      tabIndex={isTabStop ? 0 : -1}
      onClick={() => select(span.id)}
      onDoubleClick={() => select(span.id, "always")}
      onPointerEnter={() => hover.set(span.startMs)}
      onPointerLeave={() => hover.set(null)}
      className={cx(
        "group/row relative grid h-full cursor-default grid-cols-[minmax(0,1fr)_9rem_8.5rem] items-center gap-2.5 border-l-2 pr-9 -outline-offset-2 max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:pr-3",
        isSelected ? "border-accent bg-sel" : "border-transparent hover:bg-raise",
      )}
    >
      <span
        className="flex min-w-0 items-center gap-1"
        style={{ paddingLeft: Math.min(depth, DEPTH_MAX) * INDENT_PX + 8 }}
      >
        <Fold row={row} onFold={onFold} />
        <span className={cx("mono min-w-0 truncate", span.isError ? "text-err" : "text-text")}>
          <MarkedText text={span.name} />{" "}
          <span className="text-faint">
            <MarkedText text={span.summary} />
          </span>
        </span>
      </span>
      <SpanBar row={row} domain={domain} />
      <SpanFigures row={row} />
      <CopyButton
        label="Link to this"
        value={() => addressOfRow(stage, { id: span.id, kind: "span", atMs: span.startMs })}
        tabIndex={isTabStop ? 0 : -1}
        className="absolute! top-0.5 right-1.5 size-6! opacity-0 focus-visible:opacity-100 group-hover/row:opacity-100 max-sm:hidden"
      />
    </div>
  );
}

function labelOf({ span, hiddenErrorCount }: TreeRow): string {
  const failure = span.isError ? "failed" : hiddenErrorCount > 0 ? `${hiddenErrorCount} failed below` : "";
  const length = span.durationMs === null ? "still open" : formatMs(span.durationMs);
  return [span.name, span.summary, formatClockMs(span.startMs), length, failure].filter(Boolean).join(", ");
}

/** The arrow that folds; for keyboards and readers the row itself says and does it. */
function Fold({ row: { span, childCount, isCollapsed }, onFold }: Pick<SpanTreeRowProps, "row" | "onFold">) {
  if (childCount === 0) return <i className="size-5 shrink-0" />;
  const Icon = isCollapsed ? ChevronRight : ChevronDown;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the tree around has the keys
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around has the keys
    <span
      data-fold
      className="grid size-5 shrink-0 place-items-center rounded-sm text-faint hover:text-text"
      onClick={(event) => {
        event.stopPropagation();
        onFold(span.id);
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <Icon aria-hidden className="size-3.5" />
    </span>
  );
}

function SpanFigures({ row: { span, hiddenErrorCount } }: Pick<SpanTreeRowProps, "row">) {
  return (
    <span className="flex items-center justify-end gap-2 whitespace-nowrap text-mute text-xs">
      {(span.isError || hiddenErrorCount > 0) && (
        <span className="inline-flex items-center gap-1 text-err">
          <CircleX aria-hidden className="size-3" />
          {span.isError ? "failed" : `${hiddenErrorCount} failed below`}
        </span>
      )}
      {span.durationMs === null ? "still open" : formatMs(span.durationMs)}
    </span>
  );
}

function SpanBar({ row: { span, tone }, domain }: Pick<SpanTreeRowProps, "row" | "domain">) {
  const startShare = Math.min(1, Math.max(0, shareOf(domain, span.startMs)));
  const endMs = span.durationMs === null ? domain.endMs : span.startMs + span.durationMs;
  const endShare = Math.min(1, Math.max(startShare, shareOf(domain, endMs)));
  return (
    <span aria-hidden className="relative h-2 rounded-sm bg-raise max-sm:hidden">
      <i
        className={cx("absolute inset-y-0 min-w-0.5 rounded-sm", TONE_FILL[tone])}
        style={{ left: `${startShare * 100}%`, width: `${(endShare - startShare) * 100}%` }}
      />
    </span>
  );
}
