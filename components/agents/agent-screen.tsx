"use client";
import { ScrollText } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { formatPlural } from "@/lib/view/format";
import { projectPath } from "@/lib/view/paths";
import { findTroubles } from "@/lib/view/troubleshooting";
import { agentLogsPath } from "@/lib/view/workers";
import { DeploymentsTable } from "./deployments-table";
import { Pending, ScreenFrame } from "./screen-frame";
import { TroubleLink, TroublePanel } from "./trouble-panel";
import { useAgent } from "./use-agents";
import { useNow } from "./use-now";
import { WorkersTable } from "./workers-table";

interface AgentScreenProps {
  project: string;
  agent: string;
}

/** One agent: its versions with their builds, and the processes that run them. */
export function AgentScreen({ project, agent }: AgentScreenProps) {
  const { data, error, refetch } = useAgent(project, agent);
  const nowMs = useNow();
  const above = [{ text: "Agents", href: projectPath(project, "agents") }];
  const logs = (
    <Button asChild>
      <Link href={agentLogsPath(project, agent)}>
        <ScrollText aria-hidden className="size-3.5" />
        Logs
      </Link>
    </Button>
  );
  if (!data) {
    return (
      <ScreenFrame above={above} title={agent}>
        <Pending what="The agent" error={error} onRetry={() => void refetch()} />
      </ScreenFrame>
    );
  }
  const { deployments, workers, conditions } = data;
  const facts = [
    formatPlural(data.agent.activeWorkerCount, "worker"),
    formatPlural(data.agent.runningJobCount, "running job"),
    `${formatPlural(data.agent.sessionCount24h, "session")} in 24 h`,
  ];
  const troubles = findTroubles({ workers, conditions, nowMs });
  return (
    <ScreenFrame
      above={above}
      title={agent}
      facts={
        <>
          <p className="text-mute tabular-nums">{facts.join(" · ")}</p>
          <TroubleLink troubles={troubles} />
        </>
      }
      action={logs}
      failure={error}
    >
      <WorkersTable project={project} workers={workers} nowMs={nowMs} />
      <DeploymentsTable project={project} agent={agent} deployments={deployments} nowMs={nowMs} />
      <TroublePanel project={project} troubles={troubles} />
    </ScreenFrame>
  );
}
