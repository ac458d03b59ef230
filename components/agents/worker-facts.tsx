import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import { Panel } from "@/components/ui/panel";
import type { Worker } from "@/lib/model/workers";
import { formatAge, formatDateTime, formatRate, formatWhole } from "@/lib/view/format";
import { seenText, uptimeText } from "@/lib/view/workers";

/** A clock that is off by less than this is not worth a word. */
const CLOCK_SHOWN_MS = 1_000;

/** A worker that registers again and again has many; the API tells all of them. */
const EARLIER_SHOWN = 12;

const SENDER: Record<Worker["sender"], string> = {
  sidecar: "earshot run",
  otlp: "OpenTelemetry",
  ndjson: "another shipper",
};

/** What is known of a worker. */
export function WorkerFacts({ worker, nowMs }: { worker: Worker; nowMs: number }) {
  const offMs = worker.clockOffsetMs ?? 0;
  const shown = worker.earlierLivekitIds.slice(0, EARLIER_SHOWN);
  const leftOut = worker.earlierLivekitIds.length - shown.length;
  const clock = `${formatAge(Math.abs(offMs))} ${offMs > 0 ? "ahead" : "behind"}`;
  return (
    <Panel label="Facts" className="px-4 py-3">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-6">
        <Fact name="Host">{worker.host ?? "–"}</Fact>
        <Fact name="Version">{worker.deployment || "–"}</Fact>
        <Fact name="LiveKit id">{worker.livekitId ?? "–"}</Fact>
        <Fact name="Process">{worker.pid === null ? "–" : `pid ${worker.pid}`}</Fact>
        <Fact name="Started">{formatDateTime(worker.startedAt)}</Fact>
        {worker.endedAt === null ? (
          <Fact name="Last seen">{seenText(worker.lastSeenAt, nowMs)}</Fact>
        ) : (
          <Fact name="Ended">{formatDateTime(worker.endedAt)}</Fact>
        )}
        <Fact name="Uptime">{uptimeText(worker, nowMs)}</Fact>
        <Fact name="Running jobs">{formatWhole(worker.runningJobCount)}</Fact>
        <Fact name="Lines">{`${formatWhole(worker.lineCount)}, ${formatRate(worker.linesPerSecond)}/s now`}</Fact>
        <Fact name="Dropped" tone={worker.droppedCount > 0 ? "text-tool" : undefined}>
          {formatWhole(worker.droppedCount)}
        </Fact>
        <Fact name="Sent by">{SENDER[worker.sender]}</Fact>
        <Fact name="Clock">{Math.abs(offMs) < CLOCK_SHOWN_MS ? "in step with the server" : clock}</Fact>
        {worker.earlierLivekitIds.length > 0 && (
          <Fact name="Earlier LiveKit ids" isWide>
            {shown.join(" ")}
            {leftOut > 0 && ` and ${formatWhole(leftOut)} more`}
          </Fact>
        )}
      </dl>
    </Panel>
  );
}

interface FactProps {
  name: string;
  tone?: string;
  /** In a row of its own. */
  isWide?: boolean;
  children: ReactNode;
}

function Fact({ name, tone, isWide = false, children }: FactProps) {
  return (
    <div className={cx("min-w-0", isWide && "col-span-full")}>
      <dt className="text-mute text-xs">{name}</dt>
      <dd className={cx("mono break-words tabular-nums", tone)}>{children}</dd>
    </div>
  );
}
