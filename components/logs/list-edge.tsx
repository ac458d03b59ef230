import { Button } from "@/components/ui/button";
import { formatDateTime, formatPlural } from "@/lib/view/format";
import type { LogsAddress } from "@/lib/view/line-address";
import type { LogRows } from "./use-log-rows";
import type { ChangeLogs } from "./use-logs-address";

interface ListEdgeProps {
  side: "start" | "end";
  log: LogRows;
  address: LogsAddress;
  change: ChangeLogs;
  heightPx: number;
}

/** What lies beyond the first or the last line. */
export function ListEdge({ side, log, address, change, heightPx }: ListEdgeProps) {
  const text = side === "start" ? startText(log) : endText(log, address);
  const forgotten = side === "start" && log.tail.live.forgottenCount > 0;
  const oldest = log.rows.find((row) => row.kind === "line");
  return (
    <li
      aria-hidden={text === ""}
      style={{ height: heightPx }}
      className={`absolute inset-x-0 flex items-center justify-center gap-3 text-mute text-xs ${side === "start" ? "top-0" : "bottom-0"}`}
    >
      {text}
      {forgotten && oldest?.kind === "line" && (
        <Button size="sm" onClick={() => change({ from: null, to: oldest.line.at, isLive: false, line: null })}>
          Read the older ones
        </Button>
      )}
    </li>
  );
}

function startText({ list, tail, rows }: LogRows): string {
  const { forgottenCount } = tail.live;
  if (forgottenCount > 0)
    return `${formatPlural(forgottenCount, "older line")} made room for newer ones; all are stored`;
  if (list.isFetchingNextPage || list.hasNextPage) return "Reading older lines…";
  return list.isSuccess && rows.length > 0 ? "Nothing older in this time" : "";
}

function endText({ list, tail }: LogRows, { isLive, to }: LogsAddress): string {
  if (list.isFetchingPreviousPage || list.hasPreviousPage) return "Reading newer lines…";
  if (isLive) return tail.state === "open" ? "Waiting for more…" : "";
  return to === null ? "Up to now; press l to follow" : `Up to ${formatDateTime(to)}`;
}
