import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { TimeText } from "@/components/ui/time-text";
import type { Invite } from "@/lib/model/people";

interface InvitesTableProps {
  invites: Invite[];
  onWithdraw: (id: string) => void;
}

/** Links that nobody has used yet. */
export function InvitesTable({ invites, onWithdraw }: InvitesTableProps) {
  return (
    <div className="mt-6">
      <h2 className="mb-2 font-[560] text-lg">Open invitations</h2>
      <DataTable label="Open invitations" heads={["For", "Role", "May hear", "Made by", "Until", ""]}>
        {invites.map((invite) => (
          <tr key={invite.id}>
            <td>{invite.email ?? "Whoever has the link"}</td>
            <td>{invite.role}</td>
            <td>{invite.mayHear ? "Yes" : "No"}</td>
            <td>{invite.createdBy}</td>
            <td>
              <TimeText at={invite.expiresAt} />
            </td>
            <td className="text-right">
              <Button
                size="sm"
                aria-label={`Withdraw the invitation for ${invite.email ?? "whoever has the link"}`}
                onClick={() => onWithdraw(invite.id)}
              >
                Withdraw
              </Button>
            </td>
          </tr>
        ))}
      </DataTable>
    </div>
  );
}
