"use client";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Menu } from "@/components/ui/menu";
import { Select } from "@/components/ui/select";
import { TimeText } from "@/components/ui/time-text";
import { TypedForm } from "@/components/ui/typed-form";
import { type Member, ROLES, Role } from "@/lib/model/people";

interface MemberRowProps {
  member: Member;
  onChange: (change: { role?: Role; mayHear?: boolean }) => void;
  onReset: () => void;
  onRemove: () => void;
}

const CHOICES = [
  { value: "reset", label: "Make a reset link" },
  { value: "remove", label: "Remove from project" },
];

export function MemberRow({ member, onChange, onReset, onRemove }: MemberRowProps) {
  return (
    <tr>
      <td>
        <div className="font-[520]">{member.name}</div>
        <div className="text-mute text-sm">{member.email}</div>
      </td>
      <td>
        <Select
          label={`Role of ${member.name}`}
          value={member.role}
          options={ROLES.map((role) => ({ value: role, label: role }))}
          onChange={(role) => onChange({ role: Role.parse(role) })}
          className="h-8 w-28"
        />
      </td>
      <td>
        <input
          type="checkbox"
          aria-label={`${member.name} may hear recordings`}
          checked={member.mayHear}
          onChange={(event) => onChange({ mayHear: event.target.checked })}
          className="size-3.5"
        />
      </td>
      <td className="whitespace-nowrap text-mute">
        {member.lastSeenAt ? <TimeText at={member.lastSeenAt} /> : "Logged out"}
      </td>
      <td className="text-right">
        <MemberMenu member={member} onReset={onReset} onRemove={onRemove} />
      </td>
    </tr>
  );
}

function MemberMenu({ member, onReset, onRemove }: Omit<MemberRowProps, "onChange">) {
  const [isLeaving, setLeaving] = useState(false);
  return (
    <>
      <Menu
        choices={CHOICES}
        onChoose={(value) => (value === "reset" ? onReset() : setLeaving(true))}
        trigger={
          <Button variant="ghost" size="icon" aria-label={`More for ${member.name}`}>
            <Ellipsis aria-hidden className="size-4" />
          </Button>
        }
      />
      <Dialog
        title={`Remove ${member.name}`}
        description="They see nothing of this project from their next click on. The account itself stays."
        isOpen={isLeaving}
        onClose={() => setLeaving(false)}
      >
        <TypedForm
          submit="Remove"
          expected={member.email}
          onConfirm={async () => {
            onRemove();
            setLeaving(false);
          }}
        />
      </Dialog>
    </>
  );
}
