"use client";
import { ListTree } from "lucide-react";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Panel } from "@/components/ui/panel";
import { PanelBar } from "@/components/ui/panel-bar";
import { ToggleCheck } from "@/components/ui/toggle-check";
import { countRows, ROW_FILTERS } from "@/lib/view/row-filters";
import { FindField } from "./find-field";
import { JumpToNow } from "./jump-to-now";
import { RowList } from "./row-list";
import { SpanTree } from "./span-tree";
import { useStage } from "./stage";

/** Everything that happened, in one list, with its filters. */
export function TimelinePanel() {
  const stage = useStage();
  const { rows, shown, toggleShown, isTree } = stage;
  const counts = useMemo(() => countRows(rows), [rows]);
  return (
    <Panel className="relative flex min-h-0 flex-col max-lg:h-[min(75dvh,42rem)]">
      <PanelBar className="relative">
        <div className="flex flex-wrap gap-1">
          {ROW_FILTERS.map(({ kind, label }) => (
            <ToggleCheck
              key={kind}
              label={label}
              count={counts[kind]}
              className="no-underline!"
              checked={shown.has(kind)}
              disabled={isTree}
              onChange={() => toggleShown(kind)}
            />
          ))}
          <TreeSwitch />
        </div>
        <FindField />
      </PanelBar>
      {isTree ? <SpanTree /> : <RowList />}
      {!isTree && <JumpToNow />}
    </Panel>
  );
}

function TreeSwitch() {
  const { isTree, setTree } = useStage();
  return (
    <Button
      variant="ghost"
      size="sm"
      aria-pressed={isTree}
      title="Spans as the tree in which they were made"
      className={cx("h-7", isTree && "bg-raise text-text!")}
      onClick={() => setTree(!isTree)}
    >
      <ListTree aria-hidden className="size-3.5" />
      Tree
    </Button>
  );
}
