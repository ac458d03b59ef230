"use client";
import { CheckField } from "@/components/ui/check-field";
import { Dialog } from "@/components/ui/dialog";
import { Form } from "@/components/ui/form";
import { TextField } from "@/components/ui/text-field";
import { KEY_SCOPES, type KeyInput } from "@/lib/model/keys";

const MEANING: Record<(typeof KEY_SCOPES)[number], string> = {
  ingest: "Send telemetry: agents, livekit-server, OpenTelemetry exporters",
  read: "Read sessions and hear recordings: scripts, the command line",
  admin: "Change everything that owners can: automation that you trust",
};

interface NewKeyDialogProps {
  isOpen: boolean;
  onClose: () => void;
  onMake: (input: KeyInput) => Promise<void>;
}

export function NewKeyDialog({ isOpen, onClose, onMake }: NewKeyDialogProps) {
  const make = async (fields: Record<string, string>) => {
    const scopes = KEY_SCOPES.filter((scope) => fields[scope] !== undefined);
    if (scopes.length === 0) throw new Error("Choose at least one scope.");
    await onMake({ label: fields.label ?? "", scopes });
  };
  return (
    <Dialog title="New key" description="Its secret is shown once, when it is made." isOpen={isOpen} onClose={onClose}>
      <Form submit="Create key" onSend={make}>
        <TextField
          label="Label"
          name="label"
          required
          maxLength={100}
          placeholder="Clinic line, production"
          autoFocus
        />
        <fieldset className="flex flex-col gap-2.5">
          <legend className="mb-2 font-[520]">Scopes</legend>
          {KEY_SCOPES.map((scope) => (
            <CheckField
              key={scope}
              name={scope}
              label={scope}
              hint={MEANING[scope]}
              defaultChecked={scope === "ingest"}
            />
          ))}
        </fieldset>
      </Form>
    </Dialog>
  );
}
