"use client";
import Link from "next/link";
import { AnsiText } from "@/components/ui/ansi-text";
import { cx } from "@/components/ui/cx";
import { ErrorState } from "@/components/ui/error-state";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { Line } from "@/lib/model/lines";
import { type LineTone, levelOf, lineText, lineTime } from "@/lib/view/lines";
import { workerLogsPath } from "@/lib/view/workers";
import { SectionHead } from "./section-head";
import { useWorkerLines } from "./use-agents";

const TONE: Record<LineTone, string> = {
  error: "text-err",
  warn: "text-tool",
  system: "text-agent",
  plain: "text-mute",
  quiet: "text-faint",
};

/** The newest lines of a worker, the last at the bottom, as a terminal has them. */
export function WorkerLines({ project, worker }: { project: string; worker: string }) {
  const { data, error, refetch } = useWorkerLines(project, worker);
  return (
    <section>
      <SectionHead title="Newest lines">
        <Link href={workerLogsPath(project, worker)} className="underline underline-offset-2 hover:text-text">
          follow and search them in Logs
        </Link>
      </SectionHead>
      <Panel label="Newest lines">
        {error && !data && (
          <ErrorState
            title="The lines did not load"
            detail={error.message}
            onRetry={() => void refetch()}
            className="py-8"
          />
        )}
        {!error && !data && <Skeleton className="m-3 h-24" />}
        {data?.lines.length === 0 && (
          <p className="px-4 py-6 text-center text-mute">
            None are kept: it printed nothing, or they are past keeping.
          </p>
        )}
        {data && data.lines.length > 0 && <Tail lines={data.lines} />}
      </Panel>
    </section>
  );
}

/** Begins at its end, where the newest line stands, and stays there. */
function Tail({ lines }: { lines: Line[] }) {
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section aria-label="Lines" tabIndex={0} className={TAIL}>
        <ol className="w-max min-w-full">
          {lines.toReversed().map((line) => (
            <TailLine key={line.id} line={line} />
          ))}
        </ol>
      </section>
    </div>
  );
}

const TAIL = "flex max-h-80 flex-col-reverse overflow-auto py-1.5 outline-offset-[-2px]";

function TailLine({ line }: { line: Line }) {
  const { text, tone } = levelOf(line);
  const { first, folded } = lineText(line);
  return (
    <li className="mono flex gap-3 whitespace-pre px-3 leading-5 hover:bg-raise">
      <time dateTime={line.at} className="text-faint">
        {lineTime(line.at)}
      </time>
      <span className={cx("w-12 shrink-0", TONE[tone])}>{text}</span>
      <span>
        <AnsiText text={first || " "} />
        {folded && <span className="text-mute"> {folded}</span>}
      </span>
    </li>
  );
}
