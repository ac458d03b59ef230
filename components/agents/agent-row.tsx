import Link from "next/link";
import { cx } from "@/components/ui/cx";
import { Figure } from "@/components/ui/data-table";
import { TimeText } from "@/components/ui/time-text";
import type { Agent } from "@/lib/model/agents";
import { formatPlural, formatRate, formatWhole } from "@/lib/view/format";
import { seenText } from "@/lib/view/workers";
import { agentPath } from "./agents-url";

interface AgentRowProps {
  project: string;
  agent: Agent;
  nowMs: number;
}

/** One agent of the list. */
export function AgentRow({ project, agent, nowMs }: AgentRowProps) {
  const { activeWorkerCount, troubledWorkerCount, failedSessionCount24h } = agent;
  return (
    <tr>
      <td className="max-w-80">
        <Link
          href={agentPath(project, agent.id)}
          className="block truncate rounded-sm font-[540] underline-offset-2 hover:underline"
        >
          {agent.name}
        </Link>
      </td>
      <td className="mono max-w-56 truncate text-mute">{agent.version ?? "–"}</td>
      <td>
        <TimeText at={agent.deployedAt} nowMs={nowMs} />
      </td>
      <td className="whitespace-nowrap">
        <span className={cx("mono tabular-nums", activeWorkerCount === 0 && "text-faint")}>
          {formatWhole(activeWorkerCount)}
        </span>
        {troubledWorkerCount > 0 && (
          <span className="ml-2 text-err text-sm">
            {formatPlural(troubledWorkerCount, "lost or crashed", "lost or crashed")}
          </span>
        )}
      </td>
      <Figure tone={agent.runningJobCount === 0 ? "quiet" : undefined}>{formatWhole(agent.runningJobCount)}</Figure>
      <Figure tone={agent.linesPerSecond === 0 ? "quiet" : undefined}>{formatRate(agent.linesPerSecond)}</Figure>
      <Figure tone={agent.sessionCount24h === 0 ? "quiet" : undefined}>{formatWhole(agent.sessionCount24h)}</Figure>
      <Figure tone={failedSessionCount24h > 0 ? "error" : "quiet"}>{formatWhole(failedSessionCount24h)}</Figure>
      <td className="whitespace-nowrap text-mute">
        {agent.lastSeenAt === null ? "–" : <time dateTime={agent.lastSeenAt}>{seenText(agent.lastSeenAt, nowMs)}</time>}
      </td>
    </tr>
  );
}
