"use client";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { Dialog } from "@/components/ui/dialog";
import type { MadeLink, Member } from "@/lib/model/people";
import { formatDateTime } from "@/lib/view/format";
import { InviteDialog } from "./invite-dialog";
import { InvitesTable } from "./invites-table";
import { MemberRow } from "./member-row";
import { SecretLines } from "./secret-lines";
import { SettingState } from "./setting-state";
import { SettingsHead } from "./settings-head";
import { useMembers } from "./use-members";

interface ShownLink extends MadeLink {
  title: string;
}

/** Who belongs to the project, and who may hear what callers said. */
export function MembersScreen({ project }: { project: string }) {
  const members = useMembers(project);
  const { data, error, refetch } = members;
  const [isInviting, setInviting] = useState(false);
  const [link, setLink] = useState<ShownLink | null>(null);
  const [problem, setProblem] = useState("");
  const attempt = (action: Promise<unknown>) => {
    setProblem("");
    action.catch((failure: unknown) => setProblem(failure instanceof Error ? failure.message : String(failure)));
  };
  const invite = (
    <Button variant="primary" onClick={() => setInviting(true)}>
      <UserPlus aria-hidden className="size-3.5" />
      Invite
    </Button>
  );
  return (
    <>
      <SettingsHead title="Members" action={data && invite}>
        Viewers read, members also tag and share, admins also change settings, owners can do everything. Hearing
        recordings is a right of its own, whatever the role.
      </SettingsHead>
      <p role="alert" className={problem ? "mb-3 text-err" : "hidden"}>
        {problem}
      </p>
      {!data && <SettingState what="The members" error={error} onRetry={() => void refetch()} />}
      {data && <MembersTable members={members} rows={data.members} attempt={attempt} onLink={setLink} />}
      {data && data.invites.length > 0 && (
        <InvitesTable invites={data.invites} onWithdraw={(id) => attempt(members.withdraw(id))} />
      )}
      <InviteDialog
        isOpen={isInviting}
        onClose={() => setInviting(false)}
        onInvite={async (wanted) => {
          setLink({ ...(await members.invite(wanted)), title: "Invitation created" });
          setInviting(false);
        }}
      />
      <LinkDialog link={link} onClose={() => setLink(null)} />
    </>
  );
}

interface MembersTableProps {
  members: ReturnType<typeof useMembers>;
  rows: Member[];
  attempt: (action: Promise<unknown>) => void;
  onLink: (link: ShownLink) => void;
}

function MembersTable({ members, rows, attempt, onLink }: MembersTableProps) {
  const reset = async ({ id, name }: Member) =>
    onLink({ ...(await members.reset(id)), title: `Reset link for ${name}` });
  return (
    <DataTable label="Members" heads={["Person", "Role", "May hear", "Last seen", ""]}>
      {rows.map((member) => (
        <MemberRow
          key={member.id}
          member={member}
          onChange={(change) => attempt(members.change(member.id, change))}
          onReset={() => attempt(reset(member))}
          onRemove={() => attempt(members.remove(member.id))}
        />
      ))}
    </DataTable>
  );
}

function LinkDialog({ link, onClose }: { link: ShownLink | null; onClose: () => void }) {
  const until = link ? formatDateTime(link.expiresAt) : "";
  return (
    <Dialog
      title={link?.title ?? ""}
      description={`Send this link to the person. It works once, until ${until}, and is not shown again.`}
      isOpen={link !== null}
      onClose={onClose}
    >
      {link && <SecretLines copy="Copy link" lines={[link.url]} />}
    </Dialog>
  );
}
