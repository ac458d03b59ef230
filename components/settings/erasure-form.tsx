"use client";
import { useState } from "react";
import { Form } from "@/components/ui/form";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import type { ErasureSubject } from "@/lib/model/erasures";

const KINDS = [
  { value: "identity", label: "Participant identity" },
  { value: "phone", label: "Phone number" },
  { value: "roomId", label: "Room id (RM_…)" },
  { value: "sessionId", label: "Session id (AJ_…)" },
] as const;

/** Whom or what an erasure is about; first it is only looked for. */
export function ErasureForm({ onPreview }: { onPreview: (subject: ErasureSubject) => Promise<void> }) {
  const [by, setBy] = useState<keyof ErasureSubject>("identity");
  return (
    <Form submit="Preview" onSend={({ value = "" }) => onPreview({ [by]: value.trim() })} className="items-start">
      <div className="flex w-full flex-wrap items-end gap-2">
        <div className="flex flex-col gap-1.5">
          <span aria-hidden className="font-[520]">
            Erase by
          </span>
          <Select
            label="Erase by"
            options={[...KINDS]}
            value={by}
            onChange={(value) => setBy(value as keyof ErasureSubject)}
            className="w-52"
          />
        </div>
        <TextField
          label={KINDS.find(({ value }) => value === by)?.label ?? ""}
          name="value"
          required
          autoComplete="off"
          spellCheck={false}
          className="min-w-56 max-w-md flex-1"
        />
      </div>
    </Form>
  );
}
