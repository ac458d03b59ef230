"use client";
import { useState } from "react";
import { type KeyHint, KeyHints } from "@/components/ui/key-hints";
import { parseFilter } from "@/lib/filter/parse";
import { DownloadMenu } from "./download-menu";
import { FilterBox } from "./filter-box";
import { FirstLine } from "./first-line";
import { knownValues } from "./known-values";
import { LinePanel } from "./line-panel";
import { LineSide } from "./line-side";
import { LinesPanel } from "./lines-panel";
import { LiveButton } from "./live-button";
import { TimeMenu } from "./time-menu";
import { useHistogram } from "./use-histogram";
import { useLogRows } from "./use-log-rows";
import { useLogsAddress } from "./use-logs-address";
import { useNewestLine } from "./use-newest-line";

const HINTS: KeyHint[] = [
  [["j", "k"], "move"],
  [["Enter"], "open"],
  [["e"], "next error"],
  [["l"], "live"],
  [["/"], "search"],
];

/** What all agent processes print: searched, narrowed, and followed live. */
export function LogsScreen({ project }: { project: string }) {
  const { address, change } = useLogsAddress();
  const parsed = parseFilter(address.q);
  const log = useLogRows(project, address, parsed.ok);
  const histogram = useHistogram(project, address, parsed.ok);
  const [isFollowing, setFollowing] = useState(true);
  const isEmpty = log.list.isSuccess && log.rows.length === 0 && !log.list.hasNextPage;
  const newest = useNewestLine(project, isEmpty);
  if (isEmpty && newest.data === null) return <FirstLine project={project} />;
  return (
    <main id="content" className="flex h-(--page-height) min-h-130 flex-col px-4 pt-3.5 pb-3">
      <h1 className="sr-only">Logs</h1>
      <div className="flex shrink-0 flex-wrap items-start gap-2 pb-3">
        <FilterBox
          q={address.q}
          onChange={(q) => change({ q, line: null }, "replace")}
          known={() => knownValues(log.rows)}
        />
        <TimeMenu address={address} change={change} />
        <DownloadMenu project={project} address={address} isEnabled={parsed.ok} />
        <LiveButton address={address} change={change} tail={log.tail} />
      </div>
      <div className="flex min-h-0 flex-1 gap-3">
        <LineSide rows={log.rows} q={address.q} histogram={histogram.data ?? null} change={change} />
        <LinesPanel
          address={address}
          change={change}
          log={log}
          histogram={histogram}
          newest={newest.data ?? null}
          following={{ isFollowing, setFollowing }}
        />
        <LinePanel project={project} address={address} change={change} rows={log.rows} />
      </div>
      <KeyHints hints={HINTS} />
    </main>
  );
}
