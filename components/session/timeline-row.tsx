"use client";
import { memo } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { cx } from "@/components/ui/cx";
import { formatClockMs, formatInstant } from "@/lib/view/format";
import type { Row } from "@/lib/view/rows";
import { addressOfRow } from "./address-keeper";
import { GapMarker } from "./gap-marker";
import { MarkedText } from "./marked-text";
import { RowFacts } from "./row-facts";
import { RowWords } from "./row-words";
import { useStage } from "./stage";
import { TONE_TEXT } from "./tone-classes";

interface TimelineRowProps {
  row: Row;
  isCurrent: boolean;
  isSelected: boolean;
  isTabStop: boolean;
}

/**
 * One line: when, who, what, figures, and the silence before it. The time is the button; a click anywhere on the line does
 * the same; the link to it stands at its end.
 */
export function TimelineRow(props: TimelineRowProps) {
  return (
    <>
      {props.row.gap && <GapMarker gap={props.row.gap} />}
      <Line {...props} />
    </>
  );
}

function Line({ row, isCurrent, isSelected, isTabStop }: TimelineRowProps) {
  const { select, hover, timeline, hitIds } = useStage();
  const instant = new Date(Date.parse(timeline.session.startedAt) + row.atMs).toISOString();
  const isDivider = row.kind === "handoff";
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same for keyboards and readers
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button inside has the keys
    <div
      onClick={() => select(row.id)}
      onDoubleClick={() => select(row.id, "always")}
      onPointerEnter={() => hover.set(row.atMs)}
      onPointerLeave={() => hover.set(null)}
      className={cx(
        "group/row relative grid cursor-default items-baseline gap-x-2.5 border-l-2 py-1.25 pr-9 pl-3 max-sm:pr-3",
        "grid-cols-[4.9rem_4.4rem_minmax(0,1fr)_auto] max-sm:grid-cols-[4.9rem_minmax(0,1fr)_auto]",
        "has-[[aria-pressed]:focus-visible]:outline-2 has-[[aria-pressed]:focus-visible]:outline-ring has-[[aria-pressed]:focus-visible]:-outline-offset-2",
        isSelected ? "border-accent bg-sel" : isCurrent ? "border-text bg-raise" : "border-transparent hover:bg-raise",
      )}
    >
      <button
        type="button"
        tabIndex={isTabStop ? 0 : -1}
        aria-pressed={isSelected}
        aria-label={`${formatClockMs(row.atMs)}, show details`}
        title={formatInstant(instant)}
        className={cx("mono text-left outline-none", hitIds.has(row.id) ? "text-tool" : "text-faint")}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          select(row.id, "always");
        }}
      >
        {formatClockMs(row.atMs)}
      </button>
      {isDivider ? (
        <Divider text={row.text} />
      ) : (
        <>
          <span className={cx("truncate font-[560] text-[12px] max-sm:hidden", TONE_TEXT[row.tone])}>{row.who}</span>
          <RowWords row={row} />
          <RowFacts row={row} />
        </>
      )}
      <LinkButton row={row} isTabStop={isTabStop} />
    </div>
  );
}

function LinkButton({ row, isTabStop }: { row: Row; isTabStop: boolean }) {
  const stage = useStage();
  return (
    <CopyButton
      label="Link to this"
      value={() => addressOfRow(stage, row)}
      tabIndex={isTabStop ? 0 : -1}
      className="absolute! top-0.75 right-1.5 size-6! opacity-0 focus-visible:opacity-100 group-hover/row:opacity-100 max-sm:hidden"
    />
  );
}

const Divider = memo(function Divider({ text }: { text: string }) {
  return (
    <span className="col-span-3 flex items-center gap-3 text-[12px] text-mute max-sm:col-span-2">
      <i aria-hidden className="h-px flex-1 bg-line-strong" />
      <span>
        <span className="sr-only">Handoff: </span>
        <MarkedText text={text} />
      </span>
      <i aria-hidden className="h-px flex-1 bg-line-strong" />
    </span>
  );
});
