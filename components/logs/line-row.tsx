import { ChevronRight, EyeOff, TriangleAlert } from "lucide-react";
import { memo } from "react";
import { AnsiText } from "@/components/ui/ansi-text";
import { cx } from "@/components/ui/cx";
import type { Line } from "@/lib/model/lines";
import type { LineRow } from "@/lib/view/line-list";
import { droppedText, leftOutText, levelOf, lineText, lineTime } from "@/lib/view/lines";
import { LevelMark } from "./level-mark";
import { ReplicaChip } from "./replica-chip";

interface LineRowViewProps {
  row: LineRow;
  isSelected: boolean;
  onOpen: (key: string) => void;
  onPick: (worker: string, isOut: boolean) => void;
}

/** One row: a line, or what is missing in this place. */
export const LineRowView = memo(
  function LineRowView({ row, isSelected, onOpen, onPick }: LineRowViewProps) {
    if (row.kind === "left-out") return <Gap text={leftOutText(row.leftOut.count)} />;
    const { line } = row;
    if (line.dropped !== undefined) return <Gap text={droppedText(line)} lineKey={row.key} onOpen={onOpen} />;
    return <OneLine line={line} isSelected={isSelected} onOpen={onOpen} onPick={onPick} />;
  },
  (a, b) => a.row === b.row && a.isSelected === b.isSelected,
);

interface OneLineProps extends Omit<LineRowViewProps, "row"> {
  line: Line;
}

function OneLine({ line, isSelected, onOpen, onPick }: OneLineProps) {
  const { first, fields, folded } = lineText(line);
  const isQuiet = levelOf(line).tone === "quiet";
  return (
    <div
      className={cx(
        "group relative grid h-full items-center gap-x-3 overflow-hidden whitespace-nowrap border-l-2 pr-3 pl-3 hover:bg-sel has-[[data-line-key]:focus-visible]:bg-sel",
        "grid-cols-[6.1rem_4.2rem_minmax(0,1fr)] max-md:auto-rows-[18px] max-md:content-center max-md:border-t max-md:border-t-line md:grid-cols-[6.1rem_4.6rem_6rem_minmax(0,1fr)]",
        isSelected ? "border-accent bg-sel" : "border-transparent",
      )}
    >
      <time dateTime={line.at} className="mono text-faint">
        {lineTime(line.at)}
      </time>
      <LevelMark line={line} />
      <ReplicaButtons worker={line.worker} onPick={onPick} />
      <button
        type="button"
        data-line-key={line.id}
        aria-expanded={isSelected}
        onClick={() => onOpen(line.id)}
        className="flex min-w-0 items-baseline gap-2 text-left after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2 max-md:col-span-3"
      >
        <span className={cx("mono min-w-0 truncate", isQuiet && "text-mute")}>
          <AnsiText text={first || " "} />
          {fields && <span className="text-mute"> {fields}</span>}
        </span>
        {folded && (
          <span className="mono inline-flex shrink-0 items-center text-mute">
            {folded}
            <ChevronRight aria-hidden className="size-3" />
          </span>
        )}
      </button>
    </div>
  );
}

/** Takes the line's replica in, or leaves it out. */
function ReplicaButtons({ worker, onPick }: { worker: string } & Pick<LineRowViewProps, "onPick">) {
  return (
    <span className="flex min-w-0 items-center gap-0.5">
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Only worker ${worker}`}
        onClick={() => onPick(worker, false)}
        className="relative z-1 flex min-w-0 rounded-sm hover:underline"
      >
        <ReplicaChip worker={worker} />
      </button>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Leave out worker ${worker}`}
        title={`Leave out ${worker}`}
        onClick={() => onPick(worker, true)}
        className="relative z-1 hidden rounded-sm p-0.5 text-mute hover:text-text group-hover:block"
      >
        <EyeOff aria-hidden className="size-3" />
      </button>
    </span>
  );
}

interface GapProps {
  text: string;
  lineKey?: string;
  onOpen?: (key: string) => void;
}

/** Lines are missing here. */
function Gap({ text, lineKey, onOpen }: GapProps) {
  const words = (
    <>
      <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
      <span className="min-w-0 truncate md:max-w-full" title={text}>
        {text}
      </span>
    </>
  );
  const looks =
    "flex h-full w-full items-center gap-2 bg-[color-mix(in_srgb,var(--tool)_12%,transparent)] px-3.5 text-left text-tool";
  if (lineKey === undefined || !onOpen) return <p className={looks}>{words}</p>;
  return (
    <button type="button" data-line-key={lineKey} onClick={() => onOpen(lineKey)} className={looks}>
      {words}
    </button>
  );
}
