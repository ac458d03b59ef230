import { useRef } from "react";
import { cx } from "@/components/ui/cx";
import type { LineHistogram } from "@/lib/model/lines";
import { formatCount } from "@/lib/view/format";
import { levelTotals } from "@/lib/view/line-histogram";
import type { LineRow } from "@/lib/view/line-list";
import { termState, withTerm } from "@/lib/view/line-terms";
import { sideCounts } from "@/lib/view/lines";
import { ReplicaChip } from "./replica-chip";
import type { ChangeLogs } from "./use-logs-address";

interface LineSideProps {
  rows: readonly LineRow[];
  q: string;
  histogram: LineHistogram | null;
  change: ChangeLogs;
}

const LEVEL_TEXT: Record<string, string> = { fatal: "text-err", error: "text-err", warn: "text-tool" };

/** Who speaks and how loud. A click takes one in, a second leaves it out, a third lets go; the box above shows it. */
export function LineSide({ rows, q, histogram, change }: LineSideProps) {
  const counts = sideCounts(rows);
  const workers = useSeen(counts.workers);
  const levels = histogram ? levelTotals(histogram) : [];
  const entry = (field: string, value: string, count: number) => {
    const state = termState(q, field, value);
    const onClick = () => change({ q: withTerm(q, { field, value }, nextState(state)), line: null });
    return { key: value, count, state, onClick };
  };
  return (
    <aside
      aria-label="Narrow down"
      className="flex min-h-0 w-46 shrink-0 flex-col gap-4 overflow-y-auto pr-1 max-lg:hidden"
    >
      <Group title="Worker">
        {workers.map(([worker, count]) => (
          <Entry {...entry("worker", worker, count)} name={`worker ${worker}`}>
            <ReplicaChip worker={worker} />
          </Entry>
        ))}
      </Group>
      <Group title="Level">
        {levels.map(({ level, count }) =>
          level === "none" ? (
            <p key={level} className="flex justify-between px-2 py-1 text-mute">
              no level <span className="mono text-faint">{formatCount(count)}</span>
            </p>
          ) : (
            <Entry {...entry("level", level, count)} name={`level ${level}`}>
              <span className={LEVEL_TEXT[level]}>{level}</span>
            </Entry>
          ),
        )}
      </Group>
      <Group title="Source">
        {counts.streams.map(([stream, count]) => (
          <Entry {...entry("stream", stream, count)} name={`source ${stream}`}>
            {stream}
          </Entry>
        ))}
      </Group>
      {rows.length > 0 && (
        <p className="px-2 text-2xs text-faint">
          Levels are counted over all this time, the others in the lines loaded.
        </p>
      )}
    </aside>
  );
}

/** Replicas that the filter hides can still be picked. */
function useSeen(counted: [string, number][]): [string, number][] {
  const seen = useRef(new Map<string, number>());
  for (const worker of seen.current.keys()) seen.current.set(worker, 0);
  for (const [worker, count] of counted) seen.current.set(worker, count);
  return [...seen.current].sort(([a], [b]) => (a < b ? -1 : 1));
}

function nextState(state: "in" | "out" | null): "in" | "out" | null {
  return state === null ? "in" : state === "in" ? "out" : null;
}

function Group({ title, children }: { title: string; children: React.ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <section>
      <h2 className="mb-1 px-2 font-[560] text-mute text-xs">{title}</h2>
      {children}
    </section>
  );
}

interface EntryProps {
  name: string;
  count: number;
  state: "in" | "out" | null;
  onClick: () => void;
  children: React.ReactNode;
}

const SAID = { in: "Leave out", out: "Let go of", none: "Only" };

function Entry({ name, count, state, onClick, children }: EntryProps) {
  return (
    <button
      type="button"
      aria-label={`${SAID[state ?? "none"]} ${name}`}
      title={`${SAID[state ?? "none"]} ${name}`}
      onClick={onClick}
      className={cx(
        "flex w-full items-center justify-between gap-2 rounded-md px-2 py-1 text-left hover:bg-sel",
        state === "in" && "bg-sel",
      )}
    >
      <span className={cx("min-w-0 truncate", state === "out" && "line-through opacity-70")}>{children}</span>
      <span className="mono text-faint">{formatCount(count)}</span>
    </button>
  );
}
