import type { RetentionRun } from "@/lib/model/retention";
import { formatBytes, formatDateTime, formatWhole } from "@/lib/view/format";

const STATES: Record<RetentionRun["state"], string> = { running: "Running…", done: "Done", failed: "Failed" };

export function RunRow({ run }: { run: RetentionRun }) {
  return (
    <tr>
      <td className="whitespace-nowrap">{formatDateTime(run.startedAt)}</td>
      <td className="whitespace-nowrap">{run.askedBy}</td>
      <td className="min-w-28">
        {STATES[run.state]}
        {run.dryRun && <span className="text-mute"> · dry, nothing deleted</span>}
        {run.failure && <p className="text-err text-sm">{run.failure}</p>}
      </td>
      <td className="text-right tabular-nums">{formatWhole(run.sessions)}</td>
      <td className="text-right tabular-nums">{formatWhole(run.rows)}</td>
      <td className="text-right tabular-nums">{formatWhole(run.blobs)}</td>
      <td className="whitespace-nowrap text-right tabular-nums">{formatBytes(run.bytes)}</td>
    </tr>
  );
}
