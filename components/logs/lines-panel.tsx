import { ListFilter } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Panel } from "@/components/ui/panel";
import { parseFilter } from "@/lib/filter/parse";
import type { Line } from "@/lib/model/lines";
import type { LogsAddress } from "@/lib/view/line-address";
import { Histogram } from "./histogram";
import { LineList } from "./line-list";
import { LinesSkeleton } from "./lines-skeleton";
import { NoLines } from "./no-lines";
import type { useHistogram } from "./use-histogram";
import type { LogRows } from "./use-log-rows";
import type { ChangeLogs } from "./use-logs-address";
import type { Tail } from "./use-tail";

export interface Following {
  isFollowing: boolean;
  setFollowing: (isFollowing: boolean) => void;
}

interface LinesPanelProps {
  address: LogsAddress;
  change: ChangeLogs;
  log: LogRows;
  histogram: ReturnType<typeof useHistogram>;
  /** The newest line of all, where none fits. */
  newest: Line | null;
  following: Following;
}

/** Histogram, notices and lines, in one frame. */
export function LinesPanel({ address, change, log, histogram, newest, following }: LinesPanelProps) {
  const narrow = (fromMs: number, toMs: number) => {
    const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
    change({ from, to, isLive: false, line: null });
  };
  return (
    <Panel label="Lines" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <Histogram
        histogram={histogram.data ?? null}
        isStale={histogram.isPlaceholderData}
        failure={histogram.isError ? histogram.error.message : null}
        onNarrow={narrow}
      />
      <ListNotices log={log} />
      <LostNotice words={lostWords(log.tail)} />
      <ListBody {...{ address, change, log, newest, following }} />
    </Panel>
  );
}

type ListBodyProps = Omit<LinesPanelProps, "histogram">;

function ListBody({ address, change, log, newest, following }: ListBodyProps) {
  const { list, rows, isStale } = log;
  if (list.isError && rows.length === 0) {
    return (
      <ErrorState
        title="The lines could not be read"
        detail={list.error.message}
        onRetry={() => list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  }
  if (rows.length > 0) {
    return <LineList {...{ address, change, log, following }} />;
  }
  if (!parseFilter(address.q).ok) return <MistakenSearch onClear={() => change({ q: "" })} />;
  if (list.isPending || isStale || list.hasNextPage) return <LinesSkeleton />;
  return <NoLines address={address} change={change} newest={newest} />;
}

/** A search that came with the address and asks nothing: waiting would be in vain. */
function MistakenSearch({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      title="The search has a mistake"
      icon={<ListFilter className="size-6" />}
      className="min-h-0 flex-1 py-8"
      action={<Button onClick={onClear}>Clear the search</Button>}
    >
      It is marked below the search box. Correct it there, and the lines come.
    </EmptyState>
  );
}

/** What is missing and why, where the list as a whole is concerned. */
function ListNotices({ log }: { log: LogRows }) {
  const { list } = log;
  const failed = list.isError && log.rows.length > 0;
  return (
    <div role="status" className="shrink-0 empty:hidden">
      {failed && (
        <p className="flex items-center gap-3 border-line border-b px-3.5 py-1.5 text-tool">
          More lines could not be read: {list.error.message}
          <Button size="sm" onClick={() => list.refetch()}>
            Try again
          </Button>
        </p>
      )}
      {list.notice && <p className="border-line border-b px-3.5 py-1.5 text-tool">{list.notice}</p>}
    </div>
  );
}

function lostWords({ state, closed }: Tail): string | null {
  if (closed !== null) return `Nothing more comes: ${closed}`;
  return state === "waiting" ? "The connection is lost; reconnecting. Nothing will be missed." : null;
}

/** It floats: what is read below must not move. */
function LostNotice({ words }: { words: string | null }) {
  return (
    <div role="status" className="pointer-events-none relative z-10 h-0 text-center">
      {words !== null && (
        <p className="mt-2 inline-block rounded-full border border-line-strong bg-panel px-3 py-1 text-tool shadow-float">
          {words}
        </p>
      )}
    </div>
  );
}
