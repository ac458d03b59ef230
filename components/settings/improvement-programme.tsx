"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/switch";
import { formatPlural } from "@/lib/view/format";
import { ConfirmDeletion } from "./confirm-deletion";
import { ImprovementRows } from "./improvement-rows";
import { Refusal } from "./refusal";
import { SettingState } from "./setting-state";
import { SettingsSection } from "./settings-section";
import { useImprovementRecords } from "./use-improvement-records";
import { useProject, useProjectChange } from "./use-project";

/** Whether figures outlive their sessions, and which have. */
export function ImprovementProgramme({ project }: { project: string }) {
  const { data: settings } = useProject(project);
  const change = useProjectChange(project);
  const [isDeleting, setDeleting] = useState(false);
  const { data, error, refetch, remove } = useImprovementRecords(project);
  const turn = (enabled: boolean) =>
    change.mutate({
      patch: { improvementProgramme: { enabled } },
      guess: (before) => ({ ...before, improvementProgramme: { enabled } }),
    });
  return (
    <SettingsSection
      title="Figures that outlive sessions"
      about="When retention deletes a session, its timings, token counts and end-of-turn probabilities may stay, to compare models and settings over years. No words, no names, no sound, no date but the month; ids are hashed with a salt that is thrown away each month. They stay in this database."
    >
      {settings && <Switch label="Keep figures" checked={settings.improvementProgramme.enabled} onChange={turn} />}
      <Refusal error={change.error} />
      {!data && <SettingState what="The figures" error={error} onRetry={() => void refetch()} isInside />}
      {data?.count === 0 && <p className="text-mute">None are kept.</p>}
      {data && data.count > 0 && (
        <>
          <ImprovementRows records={data.records} onDelete={remove} />
          <div className="flex flex-wrap items-center gap-3">
            <p className="text-mute">{formatPlural(data.count, "session")} in figures.</p>
            <Button size="sm" onClick={() => setDeleting(true)}>
              Delete all
            </Button>
          </div>
        </>
      )}
      <ConfirmDeletion
        title="Delete all figures"
        description="There is no way back."
        submit="Delete all"
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        onConfirm={() => remove(null)}
      />
    </SettingsSection>
  );
}
