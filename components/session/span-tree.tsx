"use client";
import { type KeyboardEvent, useMemo, useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { layOutDomain } from "@/lib/view/domain";
import { layOutSpanTree, moveInTree, type SpanTree as Tree } from "@/lib/view/span-tree";
import { SpanTreeBar } from "./span-tree-bar";
import { SpanTreeRow } from "./span-tree-row";
import { useStage } from "./stage";
import { TREE_ROW_HEIGHT_PX, useTreeRows } from "./use-tree-rows";

/** All spans as the tree in which they were made; collapsing a span keeps telling of the failures below it. */
export function SpanTree() {
  const { timeline, find } = useStage();
  const { spans } = timeline;
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [withPlumbing, setWithPlumbing] = useState(false);
  const tree = useMemo(() => {
    // A search looks through everything, else it would miss what it was asked for.
    const isFinding = find.trim() !== "";
    return layOutSpanTree(spans, { collapsed, withPlumbing: withPlumbing || isFinding, find });
  }, [spans, collapsed, withPlumbing, find]);
  const fold = (id: string) => {
    const next = new Set(collapsed);
    if (!next.delete(id)) next.add(id);
    setCollapsed(next);
  };
  return (
    <>
      <SpanTreeBar tree={tree} withPlumbing={withPlumbing} onPlumbing={setWithPlumbing} onCollapse={setCollapsed} />
      <Rows tree={tree} onFold={fold} />
    </>
  );
}

function Rows({ tree, onFold }: { tree: Tree; onFold: (id: string) => void }) {
  const { timeline, selectedId, select } = useStage();
  const domain = useMemo(() => layOutDomain(timeline, Date.now()), [timeline]);
  const { rows } = tree;
  const selectedAt = rows.findIndex((row) => row.span.id === selectedId);
  const { scroller, virtual } = useTreeRows(rows.length, selectedAt, selectedId);
  if (rows.length === 0) return <NoSpans />;
  const mounted = virtual.getVirtualItems();
  const tabStop = mounted.some(({ index }) => index === selectedAt) ? selectedAt : mounted[0]?.index;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest("button")) return;
    const at = selectedAt === -1 ? (tabStop ?? 0) : selectedAt;
    const move = moveInTree(rows, at, event.key);
    const row = rows[move && "goTo" in move ? move.goTo : at];
    if (move && "fold" in move) onFold(move.fold);
    else if (move && row) select(row.span.id);
    else if ((event.key === "Enter" || event.key === " ") && row) select(row.span.id, "always");
    else return;
    event.preventDefault();
  };
  return (
    <div ref={scroller} className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain py-1">
      <div
        role="tree"
        aria-label="Span tree"
        className="relative"
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {mounted.map(({ index, start }) => {
          const row = rows[index];
          return row ? (
            <div
              key={row.span.id}
              role="none"
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start}px)`, height: TREE_ROW_HEIGHT_PX }}
            >
              <SpanTreeRow row={row} domain={domain} isTabStop={index === tabStop} onFold={onFold} />
            </div>
          ) : null;
        })}
      </div>
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
