"use client";
import { useEffect, useRef, useState } from "react";
import { AnsiText } from "@/components/ui/ansi-text";
import { Button } from "@/components/ui/button";
import { CheckField } from "@/components/ui/check-field";
import { cx } from "@/components/ui/cx";
import { ErrorState } from "@/components/ui/error-state";
import type { Line } from "@/lib/model/lines";
import { formatWhole } from "@/lib/view/format";
import { droppedText, lineText, lineTime } from "@/lib/view/lines";
import { LevelMark } from "./level-mark";
import { LinesSkeleton } from "./lines-skeleton";
import { ReplicaChip } from "./replica-chip";
import { CONTEXT_LINES_MAX, CONTEXT_MS, useLineContext } from "./use-line-context";
import type { ChangeLogs } from "./use-logs-address";

interface LineContextProps {
  project: string;
  line: { id: string; at: string };
  /** The line's replica, once it is known. */
  worker: string | null;
  change: ChangeLogs;
}

/** What was printed half a minute before and after a line, whatever the filter says. */
export function LineContext({ project, line, worker, change }: LineContextProps) {
  const [isAlone, setAlone] = useState(false);
  const context = useLineContext({ project, line, worker: isAlone ? worker : null, aroundMs: CONTEXT_MS });
  const atMs = Date.parse(line.at);
  const showAll = () => {
    const [from, to] = [atMs - CONTEXT_MS, atMs + CONTEXT_MS].map((ms) => new Date(ms).toISOString());
    change({ q: "", from: from ?? null, to: to ?? null, isLive: false });
  };
  if (context.isError) {
    return (
      <ErrorState
        title="The context could not be read"
        detail={context.error.message}
        onRetry={() => context.refetch()}
      />
    );
  }
  return (
    <div className="flex flex-col gap-2 py-3">
      <div className="flex flex-wrap items-center justify-between gap-2 px-4">
        <CheckField label="This worker only" checked={isAlone} onChange={() => setAlone(!isAlone)} disabled={!worker} />
        <Button size="sm" onClick={showAll}>
          Open in the list
        </Button>
      </div>
      {(context.data?.lines.length ?? 0) >= CONTEXT_LINES_MAX && (
        <p className="px-4 text-mute text-sm">
          The nearest {formatWhole(CONTEXT_LINES_MAX)} lines; more was printed in this minute.
        </p>
      )}
      {context.data?.notice && <p className="px-4 text-tool text-sm">{context.data.notice}</p>}
      {context.isPending ? <LinesSkeleton /> : <Around lines={context.data.lines} id={line.id} />}
    </div>
  );
}

function Around({ lines, id }: { lines: Line[]; id: string }) {
  const here = useRef<HTMLLIElement>(null);
  useEffect(() => here.current?.scrollIntoView({ block: "center" }), [id, lines]);
  return (
    <ul aria-label="Lines around it">
      {lines.map((line) => {
        const isHere = line.id === id;
        const { first, fields, folded } = lineText(line);
        return (
          <li
            key={line.id}
            ref={isHere ? here : undefined}
            aria-current={isHere ? "true" : undefined}
            className={cx("border-l-2 px-3.5 py-1", isHere ? "border-accent bg-sel" : "border-transparent")}
          >
            <span className="flex items-center gap-2.5 text-xs">
              <time dateTime={line.at} className="mono text-faint">
                {lineTime(line.at)}
              </time>
              <LevelMark line={line} />
              <ReplicaChip worker={line.worker} />
            </span>
            <span className="mono block break-words">
              {line.dropped === undefined ? (
                <AnsiText text={first} />
              ) : (
                <span className="text-tool">{droppedText(line)}</span>
              )}
              {(fields || folded) && <span className="text-mute"> {[fields, folded].filter(Boolean).join(" · ")}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
