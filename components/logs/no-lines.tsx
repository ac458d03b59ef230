import { ListFilter } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { Line } from "@/lib/model/lines";
import { formatDateTime, formatTimeSpan } from "@/lib/view/format";
import { LINE_RANGES, type LogsAddress } from "@/lib/view/line-address";
import type { ChangeLogs } from "./use-logs-address";

interface NoLinesProps {
  address: LogsAddress;
  change: ChangeLogs;
  /** The newest line of the project. */
  newest: Line | null;
}

const AROUND_MS = 5 * 60_000;

/** Nothing fits: what can be let go of, and where there is something. */
export function NoLines({ address, change, newest }: NoLinesProps) {
  const { q, range, from, to } = address;
  const preset = LINE_RANGES.find(({ value }) => value === range)?.label ?? "";
  const time = from || to ? `at that time (${formatTimeSpan(from, to)})` : `in the ${preset.toLowerCase()}`;
  return (
    <EmptyState
      title={address.isLive ? "Nothing yet" : "No lines"}
      icon={<ListFilter className="size-6" />}
      className="min-h-0 flex-1 py-8"
      action={
        <div className="flex flex-wrap justify-center gap-2">
          {q.trim() !== "" && <Button onClick={() => change({ q: "" })}>Clear the search</Button>}
          {(from || to || range !== "90d") && (
            <Button onClick={() => change({ range: "90d", from: null, to: null })}>Last 90 days</Button>
          )}
          {newest && q.trim() === "" && (
            <Button variant="primary" onClick={() => change({ ...around(newest.at), q: "" })}>
              Show the newest line
            </Button>
          )}
        </div>
      }
    >
      {q.trim() === "" ? "No process printed anything" : "No line fits this search"} {time}.
      {newest && ` The newest line is from ${formatDateTime(newest.at)}.`}
    </EmptyState>
  );
}

function around(at: string): { from: string; to: string } {
  const atMs = Date.parse(at);
  return { from: new Date(atMs - AROUND_MS).toISOString(), to: new Date(atMs + 1000).toISOString() };
}
