import { Figure } from "@/components/ui/data-table";
import type { Worker } from "@/lib/model/workers";
import { formatDateTime, formatRate, formatWhole } from "@/lib/view/format";
import { seenText, uptimeText } from "@/lib/view/workers";
import { StateChip } from "./state-chip";
import { WorkerLink } from "./worker-link";

interface WorkerRowProps {
  project: string;
  worker: Worker;
  nowMs: number;
}

/** One process of an agent. */
export function WorkerRow({ project, worker, nowMs }: WorkerRowProps) {
  const { droppedCount, linesPerSecond, runningJobCount } = worker;
  return (
    <tr>
      <td>
        <WorkerLink project={project} worker={worker.id} />
      </td>
      <td className="mono max-w-52 truncate text-mute">{worker.host ?? "–"}</td>
      <td className="mono max-w-44 truncate text-mute">{worker.deployment || "–"}</td>
      <td>
        <StateChip worker={worker} />
      </td>
      <Figure>{uptimeText(worker, nowMs)}</Figure>
      <Figure tone={linesPerSecond === 0 ? "quiet" : undefined}>{formatRate(linesPerSecond)}</Figure>
      <Figure tone={droppedCount > 0 ? "warn" : "quiet"}>{formatWhole(droppedCount)}</Figure>
      <Figure tone={runningJobCount === 0 ? "quiet" : undefined}>{formatWhole(runningJobCount)}</Figure>
      <td className="whitespace-nowrap text-mute">
        <time dateTime={worker.lastSeenAt} title={formatDateTime(worker.lastSeenAt)}>
          {seenText(worker.lastSeenAt, nowMs)}
        </time>
      </td>
    </tr>
  );
}
