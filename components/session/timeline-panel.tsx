"use client";
import { ListTree, LocateFixed } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Panel } from "@/components/ui/panel";
import { PanelBar } from "@/components/ui/panel-bar";
import { SearchField } from "@/components/ui/search-field";
import { ToggleCheck } from "@/components/ui/toggle-check";
import { formatPlural } from "@/lib/view/format";
import { countRows, ROW_FILTERS } from "@/lib/view/row-filters";
import { RowList } from "./row-list";
import { SpanTree } from "./span-tree";
import { useStage } from "./stage";
import { usePlayerState } from "./use-clock";

/** Everything that happened, in one list, with its filters. */
export function TimelinePanel() {
  const stage = useStage();
  const { rows, visibleRows, shown, toggleShown, find, setFind, isFollowing, setFollowing, clock, timeline } = stage;
  const { isTree } = stage;
  const counts = countRows(rows);
  const { isPlaying } = usePlayerState(clock);
  const canFollow = !isTree && !isFollowing && (isPlaying || timeline.session.status === "live");
  return (
    <Panel className="relative flex min-h-0 flex-col max-lg:h-[min(75dvh,42rem)]">
      <PanelBar>
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
        <span role="status" className="ml-auto text-mute text-xs">
          {find.trim() !== "" && !isTree && `${formatPlural(visibleRows.length, "match", "matches")}`}
        </span>
        <SearchField
          label="Find in session"
          placeholder="Find in session"
          value={find}
          onSearch={setFind}
          delayMs={120}
          className="w-44 max-sm:w-full [&_input]:h-7.5"
        />
      </PanelBar>
      {isTree ? <SpanTree /> : <RowList />}
      {canFollow && (
        <Button size="sm" className="absolute right-5 bottom-3 shadow-float" onClick={() => setFollowing(true)}>
          <LocateFixed aria-hidden className="size-3.5" />
          {timeline.session.status === "live" ? "Jump to now" : "Follow"}
        </Button>
      )}
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
