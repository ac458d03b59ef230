"use client";
import { DataTable } from "@/components/ui/data-table";
import { findTroubles } from "@/lib/view/troubleshooting";
import { AgentRow } from "./agent-row";
import { FirstAgent } from "./first-agent";
import { Pending, ScreenFrame } from "./screen-frame";
import { TroublePanel } from "./trouble-panel";
import { useAgents, useWorkers } from "./use-agents";
import { useNow } from "./use-now";

const HEADS = [
  "Agent",
  "Version",
  "Deployed",
  "Workers",
  { text: "Jobs", isFigure: true },
  { text: "Lines/s", isFigure: true },
  { text: "Sessions, 24 h", isFigure: true },
  { text: "Failed", isFigure: true },
  "Last seen",
];

/** Every agent of the project with what runs of it now. */
export function AgentsScreen({ project }: { project: string }) {
  const { data, error, refetch } = useAgents(project);
  const workers = useWorkers(project).data?.workers ?? null;
  const nowMs = useNow();
  const hasAgents = data !== undefined && data.agents.length > 0;
  const troubles = hasAgents && workers ? findTroubles({ workers, conditions: data.conditions, nowMs }) : [];
  return (
    <ScreenFrame title="Agents" failure={data && error}>
      {!data && <Pending what="The agents" error={error} onRetry={() => void refetch()} />}
      {data?.agents.length === 0 && <FirstAgent project={project} />}
      {data && hasAgents && (
        <>
          <DataTable label="Agents" heads={HEADS}>
            {data.agents.map((agent) => (
              <AgentRow key={agent.id} project={project} agent={agent} nowMs={nowMs} />
            ))}
          </DataTable>
          <TroublePanel project={project} troubles={troubles} />
        </>
      )}
    </ScreenFrame>
  );
}
