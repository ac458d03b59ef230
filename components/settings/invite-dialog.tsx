"use client";
import { useState } from "react";
import { CheckField } from "@/components/ui/check-field";
import { Dialog } from "@/components/ui/dialog";
import { Form } from "@/components/ui/form";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { ROLES, Role } from "@/lib/model/people";
import type { NewInvite } from "./use-members";

const MEANING: Record<Role, string> = {
  owner: "Everything, also deleting the project",
  admin: "Settings, keys, members, deletions",
  member: "Reads, tags, saves views, shares",
  viewer: "Reads",
};

interface InviteDialogProps {
  isOpen: boolean;
  onClose: () => void;
  onInvite: (invite: NewInvite) => Promise<void>;
}

export function InviteDialog({ isOpen, onClose, onInvite }: InviteDialogProps) {
  const [role, setRole] = useState<Role>("member");
  return (
    <Dialog
      title="Invite somebody"
      description="Makes a link that works once; you send it. No mail server is needed."
      isOpen={isOpen}
      onClose={onClose}
    >
      <Form
        submit="Create invitation"
        onSend={({ email, days, mayHear }) =>
          onInvite({ ...(email ? { email } : {}), role, mayHear: mayHear !== undefined, days: Number(days) })
        }
      >
        <TextField
          label="Email"
          name="email"
          type="email"
          autoComplete="off"
          hint="With one, only that account can use the link. Empty: whoever has it."
        />
        <div className="flex flex-col gap-1.5">
          <span className="font-[520]">Role</span>
          <Select
            label="Role"
            value={role}
            options={ROLES.map((each) => ({ value: each, label: each }))}
            onChange={(each) => setRole(Role.parse(each))}
            className="w-full"
          />
          <p className="text-mute text-sm">{MEANING[role]}</p>
        </div>
        <CheckField name="mayHear" label="May hear recordings" hint="Callers' voices; can be given later." />
        <TextField label="Days until it expires" name="days" type="number" min={1} max={30} defaultValue={7} required />
      </Form>
    </Dialog>
  );
}
