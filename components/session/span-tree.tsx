"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ToggleCheck } from "@/components/ui/toggle-check";
import { layOutDomain } from "@/lib/view/domain";
import { layOutSpanTree, parentIds } from "@/lib/view/span-tree";
import { SpanTreeRow } from "./span-tree-row";
import { useStage } from "./stage";

const ROW_HEIGHT_PX = 28;
const OVERSCAN_ROWS = 6;

/** All spans as the tree in which they were made; collapsing a span keeps telling of the failures below it. */
export function SpanTree() {
  const { timeline, find, selectedId } = useStage();
  const { spans } = timeline;
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [withPlumbing, setWithPlumbing] = useState(false);
  const tree = useMemo(
    () => layOutSpanTree(spans, { collapsed, withPlumbing, find }),
    [spans, collapsed, withPlumbing, find],
  );
  const domain = useMemo(() => layOutDomain(timeline, Date.now()), [timeline]);
  const selectedAt = tree.rows.findIndex((row) => row.span.id === selectedId);
  const { scroller, virtual } = useRows(tree.rows.length, selectedAt);
  const toggle = (id: string) => {
    const next = new Set(collapsed);
    if (!next.delete(id)) next.add(id);
    setCollapsed(next);
  };
  return (
    <>
      <TreeBar
        plumbingCount={tree.plumbingCount}
        withPlumbing={withPlumbing}
        onPlumbing={setWithPlumbing}
        onCollapse={setCollapsed}
      />
      <div ref={scroller} className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain py-1">
        {tree.rows.length === 0 && <NoSpans />}
        <ul aria-label="Span tree" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = tree.rows[index];
            return row ? (
              <li
                key={row.span.id}
                aria-setsize={tree.rows.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start}px)`, height: ROW_HEIGHT_PX }}
              >
                <SpanTreeRow row={row} domain={domain} onToggle={() => toggle(row.span.id)} />
              </li>
            ) : null;
          })}
        </ul>
      </div>
    </>
  );
}

interface TreeBarProps {
  plumbingCount: number;
  withPlumbing: boolean;
  onPlumbing: (withPlumbing: boolean) => void;
  onCollapse: (ids: ReadonlySet<string>) => void;
}

function TreeBar({ plumbingCount, withPlumbing, onPlumbing, onCollapse }: TreeBarProps) {
  const { spans } = useStage().timeline;
  return (
    <div className="flex shrink-0 items-center gap-1.5 border-line border-b px-2.5 py-1">
      <Button variant="ghost" size="sm" onClick={() => onCollapse(new Set())}>
        Open all
      </Button>
      <Button variant="ghost" size="sm" onClick={() => onCollapse(parentIds(spans))}>
        Collapse all
      </Button>
      <ToggleCheck
        label="Plumbing"
        count={plumbingCount}
        className="ml-auto"
        checked={withPlumbing}
        onChange={onPlumbing}
      />
    </div>
  );
}

function NoSpans() {
  const { timeline, find } = useStage();
  const isEmpty = timeline.spans.length === 0;
  return (
    <EmptyState title={isEmpty ? "No spans" : "No match"} className="py-10">
      {isEmpty ? "The agent sent no spans for this session." : `No span holds “${find.trim()}”.`}
    </EmptyState>
  );
}

/** Mounts the rows in sight, and scrolls to the selected one. */
function useRows(count: number, selectedAt: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: OVERSCAN_ROWS,
    initialRect: { width: 800, height: 400 },
  });
  const show = useRef(virtual.scrollToIndex);
  show.current = virtual.scrollToIndex;
  useEffect(() => {
    if (selectedAt >= 0) show.current(selectedAt, { align: "auto" });
  }, [selectedAt]);
  return { scroller, virtual };
}
