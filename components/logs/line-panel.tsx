"use client";
import { ChevronLeft } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import type { Line } from "@/lib/model/lines";
import { type LogsAddress, writeLogsAddress } from "@/lib/view/line-address";
import type { LineRow } from "@/lib/view/line-list";
import { LineContext } from "./line-context";
import { LineFacts } from "./line-facts";
import { useLineContext } from "./use-line-context";
import type { ChangeLogs } from "./use-logs-address";

interface LinePanelProps {
  project: string;
  address: LogsAddress;
  change: ChangeLogs;
  rows: readonly LineRow[];
}

/** The open line: all that is known of it, and what was printed around it. On small screens it covers the lower part. */
export function LinePanel({ project, address, change, rows }: LinePanelProps) {
  const [tab, setTab] = useState("line");
  const { line, failure, retry } = useOpenLine(project, address, rows);
  if (address.line === null) return null;
  return (
    <Panel
      label="Details"
      className="flex min-h-0 flex-col max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-30 max-lg:h-[70dvh] max-lg:rounded-b-none max-lg:border-line-strong max-lg:shadow-float lg:w-104 lg:shrink-0 xl:w-120"
    >
      <Tabs
        label="Details of the line"
        value={tab}
        onChange={setTab}
        className="flex-1"
        tabs={[
          {
            value: "line",
            label: "Line",
            content: line ? (
              <LineFacts project={project} line={line} address={address} change={change} />
            ) : (
              <Missing failure={failure} onRetry={retry} />
            ),
          },
          {
            value: "context",
            label: "Context ± 30 s",
            content: (
              <LineContext project={project} line={address.line} worker={line?.worker ?? null} change={change} />
            ),
          },
        ]}
        aside={
          <>
            <CopyButton label="Copy link to this line" value={() => linkTo(address)} />
            <Button
              variant="ghost"
              size="icon"
              aria-label="Close details"
              onClick={() => change({ line: null }, "replace")}
            >
              <ChevronLeft aria-hidden className="size-4 max-lg:-rotate-90 lg:rotate-180" />
            </Button>
          </>
        }
      />
    </Panel>
  );
}

/** The line among the rows, or asked for when the address names one that the list does not hold. */
function useOpenLine(project: string, address: LogsAddress, rows: readonly LineRow[]) {
  const id = address.line?.id ?? null;
  const row = id === null ? undefined : rows.find(({ key }) => key === id);
  const known: Line | null = row?.kind === "line" ? row.line : null;
  const wanted = known ? null : address.line;
  const asked = useLineContext({ project, line: wanted, worker: null, aroundMs: 0 });
  const line = known ?? asked.data?.lines.find((one) => one.id === id) ?? null;
  const failure = asked.isError
    ? asked.error.message
    : asked.isSuccess && line === null
      ? "It is not there any more: lines are kept for as long as the project's settings say."
      : null;
  return { line, failure, retry: () => void asked.refetch() };
}

function Missing({ failure, onRetry }: { failure: string | null; onRetry: () => void }) {
  if (failure !== null) return <ErrorState title="This line cannot be shown" detail={failure} onRetry={onRetry} />;
  return (
    <div role="status" className="flex flex-col gap-3 p-4">
      <span className="sr-only">Loading the line</span>
      <Skeleton className="h-3 w-2/3" />
      <Skeleton className="h-3 w-1/2" />
      <Skeleton className="h-20 w-full" />
    </div>
  );
}

/** A link opens the same list at this line: in its own time, for a length that ends now has ended when it is opened. */
function linkTo(address: LogsAddress): string {
  const { origin, pathname } = window.location;
  return `${origin}${pathname}${writeLogsAddress({ ...address, isLive: false })}`;
}
