"use client";
import { Download } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { PanelBar } from "@/components/ui/panel-bar";
import { SearchField } from "@/components/ui/search-field";
import { type BuildStep, findInBuildLog, openSteps, readBuildLog } from "@/lib/view/build-log";
import { formatPlural } from "@/lib/view/format";
import { projectPath } from "@/lib/view/paths";
import { agentPath } from "./agents-url";
import { BuildFacts } from "./build-facts";
import { BuildStepView } from "./build-step";
import { Pending, ScreenFrame } from "./screen-frame";
import { useAgent } from "./use-agents";
import { buildLogUrl, useBuildLog } from "./use-build-log";

interface BuildLogScreenProps {
  project: string;
  agent: string;
  version: string;
}

/** What a build printed, by its steps. */
export function BuildLogScreen({ project, agent, version }: BuildLogScreenProps) {
  const { data, error, refetch } = useBuildLog(project, agent, version);
  const deployment = useAgent(project, agent).data?.deployments.find((one) => one.version === version) ?? null;
  const steps = useMemo(() => (data === undefined ? null : readBuildLog(data)), [data]);
  const above = [
    { text: "Agents", href: projectPath(project, "agents") },
    { text: agent, href: agentPath(project, agent) },
  ];
  const download = (
    <Button asChild>
      <a href={buildLogUrl(project, agent, version, true)} download>
        <Download aria-hidden className="size-3.5" />
        Download
      </a>
    </Button>
  );
  return (
    <ScreenFrame
      above={above}
      title={`Build of ${version}`}
      facts={deployment && <BuildFacts deployment={deployment} />}
      action={steps && download}
    >
      {deployment?.build?.error && (
        <p className="rounded-lg border border-err/40 bg-panel px-3.5 py-2 text-err">{deployment.build.error}</p>
      )}
      {steps ? <Steps steps={steps} /> : <Pending what="The build log" error={error} onRetry={() => void refetch()} />}
    </ScreenFrame>
  );
}

function Steps({ steps }: { steps: BuildStep[] }) {
  const [query, setQuery] = useState("");
  const folding = useFolding(steps);
  const found = useMemo(() => findInBuildLog(steps, query), [steps, query]);
  const isSearching = query.trim() !== "";
  return (
    <Panel label="Build log">
      <PanelBar className="gap-2">
        <SearchField
          label="Search the build log"
          placeholder="Search the build log"
          value={query}
          onSearch={setQuery}
          className="w-full max-w-96"
        />
        <p role="status" className="text-mute text-sm">
          {isSearching
            ? `${formatPlural(found.lineCount, "line")} in ${formatPlural(found.steps.length, "step")}`
            : formatPlural(steps.filter(({ state }) => state !== "text").length, "step")}
        </p>
        <span className="flex-1" />
        {!isSearching && (
          <Button variant="ghost" size="sm" onClick={folding.toggleAll}>
            {folding.areAllOpen ? "Collapse all" : "Expand all"}
          </Button>
        )}
      </PanelBar>
      {found.steps.length === 0 && (
        <p className="px-4 py-8 text-center text-mute">No line of the log holds these words.</p>
      )}
      <ol>
        {found.steps.map((step) => (
          <BuildStepView
            key={step.key}
            step={step}
            isOpen={isSearching || folding.open.has(step.key)}
            onToggle={isSearching ? null : () => folding.toggle(step.key)}
          />
        ))}
      </ol>
    </Panel>
  );
}

/** Which steps are unfolded: at first those that somebody would look at. */
function useFolding(steps: BuildStep[]) {
  const [open, setOpen] = useState(() => openSteps(steps));
  const areAllOpen = steps.every(({ key }) => open.has(key));
  return {
    open,
    areAllOpen,
    toggle: (key: string) => {
      const next = new Set(open);
      if (!next.delete(key)) next.add(key);
      setOpen(next);
    },
    toggleAll: () => setOpen(new Set(areAllOpen ? [] : steps.map(({ key }) => key))),
  };
}
