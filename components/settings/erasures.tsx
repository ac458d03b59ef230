"use client";
import { useState } from "react";
import { DataTable } from "@/components/ui/data-table";
import type { Erasure } from "@/lib/model/erasures";
import { ErasureDialog } from "./erasure-dialog";
import { ErasureForm } from "./erasure-form";
import { ErasureRow } from "./erasure-row";
import { SettingState } from "./setting-state";
import { SettingsSection } from "./settings-section";
import { useErasures } from "./use-erasures";

const HEADS = [
  "Asked",
  "By",
  "About",
  "State",
  { text: "Sessions", isFigure: true },
  { text: "Files", isFigure: true },
  "",
];

/** Finds everything of a person, a number, a room or a session, shows it, and erases it when that is typed. */
export function Erasures({ project }: { project: string }) {
  const { data, error, refetch, ask } = useErasures(project);
  const [preview, setPreview] = useState<Erasure | null>(null);
  return (
    <SettingsSection
      title="Erase"
      about="When somebody asks that nothing of them is kept: every session they took part in goes, with its recordings, lists and search text, and so does what is still sent of it. Totals stay."
    >
      <ErasureForm onPreview={async (subject) => setPreview(await ask(subject, true))} />
      {!data && <SettingState what="The receipts" error={error} onRetry={() => void refetch()} isInside />}
      {data && data.erasures.length > 0 && (
        <DataTable label="Erasures" heads={HEADS}>
          {data.erasures.map((erasure) => (
            <ErasureRow key={erasure.id} erasure={erasure} />
          ))}
        </DataTable>
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
