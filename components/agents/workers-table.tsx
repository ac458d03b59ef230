import { CodeLines } from "@/components/ui/code-lines";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import type { Worker } from "@/lib/model/workers";
import { orderWorkers } from "@/lib/view/workers";
import { SectionHead } from "./section-head";
import { WorkerRow } from "./worker-row";

/** The columns of `WorkerRow`. */
export const WORKER_HEADS = [
  "Worker",
  "Host",
  "Version",
  "State",
  { text: "Uptime", isFigure: true },
  { text: "Lines/s", isFigure: true },
  { text: "Dropped", isFigure: true },
  { text: "Jobs", isFigure: true },
  "Last seen",
];

interface WorkersTableProps {
  project: string;
  workers: Worker[];
  nowMs: number;
}

/** The processes of an agent: those at work first, then those that were. */
export function WorkersTable({ project, workers, nowMs }: WorkersTableProps) {
  return (
    <section>
      <SectionHead title="Workers" />
      {workers.length === 0 ? (
        <Panel>
          <EmptyState title="No worker is known" className="py-10">
            <p>Its sessions are here; what its processes print is not. Put this before its command:</p>
            <div className="mt-3 text-left">
              <CodeLines copyLabel="Copy the run command" text="earshot run --agent NAME -- python agent.py start" />
            </div>
          </EmptyState>
        </Panel>
      ) : (
        <DataTable label="Workers" heads={WORKER_HEADS}>
          {orderWorkers(workers).map((worker) => (
            <WorkerRow key={worker.id} project={project} worker={worker} nowMs={nowMs} />
          ))}
        </DataTable>
      )}
    </section>
  );
}
