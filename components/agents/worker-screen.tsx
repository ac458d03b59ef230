"use client";
import { ScrollText } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { DataTable } from "@/components/ui/data-table";
import type { WorkerAnswer } from "@/lib/model/workers";
import { projectPath } from "@/lib/view/paths";
import { findTroubles } from "@/lib/view/troubleshooting";
import { orderWorkers, workerLogsPath } from "@/lib/view/workers";
import { agentPath } from "./agents-url";
import { Pending, ScreenFrame } from "./screen-frame";
import { SectionHead } from "./section-head";
import { StateChip } from "./state-chip";
import { TroubleLink, TroublePanel } from "./trouble-panel";
import { useAgent, useWorker } from "./use-agents";
import { useNow } from "./use-now";
import { WorkerFacts } from "./worker-facts";
import { WorkerJobs } from "./worker-jobs";
import { WorkerLines } from "./worker-lines";
import { WorkerRow } from "./worker-row";
import { WORKER_HEADS } from "./workers-table";

interface WorkerScreenProps {
  project: string;
  worker: string;
}

/** One run of an agent process: what it is, what it prints, whom it served, what ran on its host before. */
export function WorkerScreen({ project, worker: id }: WorkerScreenProps) {
  const { data, error, refetch } = useWorker(project, id);
  const agents = { text: "Agents", href: projectPath(project, "agents") };
  if (!data) {
    return (
      <ScreenFrame above={[agents]} title={<span className="mono text-[15px]">{id}</span>}>
        <Pending what="The worker" error={error} onRetry={() => void refetch()} />
      </ScreenFrame>
    );
  }
  return <Known project={project} answer={data} failure={error} />;
}

interface KnownProps {
  project: string;
  answer: WorkerAnswer;
  failure: Error | null;
}

function Known({ project, answer, failure }: KnownProps) {
  const { worker, sessions, runs } = answer;
  const nowMs = useNow();
  const conditions = useAgent(project, worker.agent).data?.conditions ?? null;
  const above = [
    { text: "Agents", href: projectPath(project, "agents") },
    { text: worker.agent, href: agentPath(project, worker.agent) },
  ];
  const troubles = conditions ? findTroubles({ workers: [worker], conditions, nowMs }) : [];
  return (
    <ScreenFrame
      above={above}
      failure={failure}
      title={<WorkerTitle id={worker.id} />}
      facts={
        <>
          <StateChip worker={worker} />
          <TroubleLink troubles={troubles} />
        </>
      }
      action={
        <Button asChild>
          <Link href={workerLogsPath(project, worker.id)}>
            <ScrollText aria-hidden className="size-3.5" />
            All its lines
          </Link>
        </Button>
      }
    >
      <WorkerFacts worker={worker} nowMs={nowMs} />
      <WorkerJobs project={project} jobs={sessions} nowMs={nowMs} />
      <WorkerLines project={project} worker={worker.id} />
      {runs.length > 0 && (
        <section>
          <SectionHead title="Other runs on this host">{worker.host}</SectionHead>
          <DataTable label="Other runs" heads={WORKER_HEADS}>
            {orderWorkers(runs).map((run) => (
              <WorkerRow key={run.id} project={project} worker={run} nowMs={nowMs} />
            ))}
          </DataTable>
        </section>
      )}
      <TroublePanel project={project} troubles={troubles} />
    </ScreenFrame>
  );
}

function WorkerTitle({ id }: { id: string }) {
  return (
    <span className="flex items-center gap-1">
      <span className="mono break-all text-[15px]">{id}</span>
      <CopyButton value={id} label="Copy worker id" />
    </span>
  );
}
