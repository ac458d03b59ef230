import { Figure } from "@/components/ui/data-table";
import { TimeText } from "@/components/ui/time-text";
import type { RetentionRun } from "@/lib/model/retention";
import { formatBytes, formatWhole } from "@/lib/view/format";

const STATES: Record<RetentionRun["state"], string> = { running: "Running…", done: "Done", failed: "Failed" };

export function RunRow({ run }: { run: RetentionRun }) {
  return (
    <tr>
      <td>
        <TimeText at={run.startedAt} />
      </td>
      <td className="whitespace-nowrap">{run.askedBy}</td>
      <td className="min-w-28">
        {STATES[run.state]}
        {run.dryRun && <span className="text-mute"> · dry, nothing deleted</span>}
        {run.failure && <p className="text-err text-sm">{run.failure}</p>}
      </td>
      <Figure>{formatWhole(run.sessions)}</Figure>
      <Figure>{formatWhole(run.rows)}</Figure>
      <Figure>{formatWhole(run.blobs)}</Figure>
      <Figure>{formatBytes(run.bytes)}</Figure>
    </tr>
  );
}
