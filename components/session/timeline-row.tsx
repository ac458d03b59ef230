"use client";
import { memo } from "react";
import { cx } from "@/components/ui/cx";
import { formatClock, formatDateTime } from "@/lib/view/format";
import type { Row } from "@/lib/view/rows";
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

/** One line: when, who, what, figures. The time is the button; a click anywhere on the line does the same. */
export function TimelineRow({ row, isCurrent, isSelected, isTabStop }: TimelineRowProps) {
  const { select, hover, timeline } = useStage();
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
        "grid cursor-default items-baseline gap-x-2.5 border-l-2 py-1.25 pr-3.5 pl-3",
        "grid-cols-[3.9rem_4.4rem_minmax(0,1fr)_auto] max-sm:grid-cols-[3.9rem_minmax(0,1fr)_auto]",
        "has-[button:focus-visible]:outline-2 has-[button:focus-visible]:outline-ring has-[button:focus-visible]:-outline-offset-2",
        isSelected ? "border-accent bg-sel" : isCurrent ? "border-text bg-raise" : "border-transparent hover:bg-raise",
      )}
    >
      <button
        type="button"
        tabIndex={isTabStop ? 0 : -1}
        aria-pressed={isSelected}
        aria-label={`${formatClock(row.atMs)}, show details`}
        title={formatDateTime(instant)}
        className="mono text-left text-faint outline-none"
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          select(row.id, "always");
        }}
      >
        {formatClock(row.atMs)}
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
    </div>
  );
}

const Divider = memo(function Divider({ text }: { text: string }) {
  return (
    <span className="col-span-3 flex items-center gap-3 text-[12px] text-mute max-sm:col-span-2">
      <i aria-hidden className="h-px flex-1 bg-line-strong" />
      <span>
        <span className="sr-only">Handoff: </span>
        {text}
      </span>
      <i aria-hidden className="h-px flex-1 bg-line-strong" />
    </span>
  );
});
