"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { formatDateTime } from "@/lib/view/format";
import { ConfirmDeletion } from "./confirm-deletion";
import { Refusal } from "./refusal";
import { RunRow } from "./run-row";
import { SettingState } from "./setting-state";
import { SettingsSection } from "./settings-section";
import { useRetentionRuns } from "./use-retention-runs";

const HEADS = [
  "Started",
  "By",
  "State",
  { text: "Sessions", isFigure: true },
  { text: "Rows", isFigure: true },
  { text: "Files", isFigure: true },
  { text: "Size", isFigure: true },
];

/** What each run deleted, when the next comes, and a look at what it would take. */
export function RetentionRuns({ project }: { project: string }) {
  const { data, error, refetch, ask } = useRetentionRuns(project);
  const [refused, setRefused] = useState<Error | null>(null);
  const [isAsking, setAsking] = useState(false);
  const askFor = (dryRun: boolean) => {
    setRefused(null);
    return ask(dryRun).catch((problem: Error) => setRefused(problem));
  };
  return (
    <SettingsSection
      title="Runs"
      about="Once a day Earshot deletes what is too old: recordings first, then everything else. A dry run counts the same and deletes nothing."
    >
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={() => void askFor(true)}>Dry run</Button>
        <Button onClick={() => setAsking(true)}>Delete now</Button>
        {data && <p className="text-mute">Next automatic run: {formatDateTime(data.nextRunAt)}</p>}
      </div>
      <Refusal error={refused} />
      {!data && <SettingState what="The runs" error={error} onRetry={() => void refetch()} isInside />}
      {data?.runs.length === 0 && (
        <p className="text-mute">
          No run yet. The first comes a day after the project was made; a dry run shows what it would do.
        </p>
      )}
      {data && data.runs.length > 0 && (
        <DataTable label="Retention runs" heads={HEADS}>
          {data.runs.map((run) => (
            <RunRow key={run.id} run={run} />
          ))}
        </DataTable>
      )}
      <ConfirmDeletion
        title="Delete what is too old now"
        description="The same as the daily run, at once. There is no way back."
        submit="Delete now"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => ask(false)}
      />
    </SettingsSection>
  );
}
