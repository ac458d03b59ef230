import { CodeLines } from "@/components/ui/code-lines";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import type { Deployment } from "@/lib/model/agents";
import { DeploymentRow } from "./deployment-row";
import { SectionHead } from "./section-head";

const HEADS = ["Version", "Status", "Commit", "Deployed", "By", { text: "Workers", isFigure: true }, "Build"];

interface DeploymentsTableProps {
  project: string;
  agent: string;
  deployments: Deployment[];
  nowMs: number;
}

/** The versions of an agent, the one that was started last first. */
export function DeploymentsTable({ project, agent, deployments, nowMs }: DeploymentsTableProps) {
  return (
    <section>
      <SectionHead title="Deployments" />
      {deployments.length === 0 ? (
        <Panel>
          <EmptyState title="No version is named" className="py-10">
            <p>
              Workers say theirs by <code className="mono">earshot run --deployment</code>; a build brings its log, its
              commit and who made it:
            </p>
            <div className="mt-3 text-left">
              <CodeLines
                copyLabel="Copy the build command"
                text={`docker build --progress=plain . 2>&1 | earshot build-log --agent ${agent} --version v1`}
              />
            </div>
          </EmptyState>
        </Panel>
      ) : (
        <DataTable label="Deployments" heads={HEADS}>
          {deployments.map((deployment) => (
            <DeploymentRow key={deployment.version} project={project} deployment={deployment} nowMs={nowMs} />
          ))}
        </DataTable>
      )}
    </section>
  );
}
