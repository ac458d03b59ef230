"use client";
import { useState } from "react";
import type { Erasure } from "@/lib/model/erasures";
import { ErasureDialog } from "./erasure-dialog";
import { ErasureForm } from "./erasure-form";
import { ErasureRow } from "./erasure-row";
import { SettingState } from "./setting-state";
import { SettingTable } from "./setting-table";
import { SettingsSection } from "./settings-section";
import { useErasures } from "./use-erasures";

/** Finds everything of a person, a number, a room or a session, shows it, and erases it when that is typed. */
export function Erasures({ project }: { project: string }) {
  const { data, error, refetch, ask } = useErasures(project);
  const [preview, setPreview] = useState<Erasure | null>(null);
  return (
    <SettingsSection
      title="Erase"
      about="When somebody asks that nothing of them is kept: everything of every session they took part in goes, in journal, lists, search and files, and what is still sent of it. Sums stay."
    >
      <ErasureForm onPreview={async (subject) => setPreview(await ask(subject, true))} />
      {!data && <SettingState what="The receipts" error={error} onRetry={() => void refetch()} />}
      {data && data.erasures.length > 0 && (
        <SettingTable label="Erasures" heads={["Asked", "By", "About", "State", "Sessions", "Files", ""]}>
          {data.erasures.map((erasure) => (
            <ErasureRow key={erasure.id} erasure={erasure} />
          ))}
        </SettingTable>
      )}
      <ErasureDialog
        preview={preview}
        onClose={() => setPreview(null)}
        onErase={async (subject) => {
          await ask(subject, false);
          setPreview(null);
        }}
      />
    </SettingsSection>
  );
}
