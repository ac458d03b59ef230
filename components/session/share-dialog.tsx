"use client";
import { useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";
import type { MadeShare } from "@/lib/model/shares";
import { shareStateText, shareText } from "@/lib/view/shares";
import { ShareForm } from "./share-form";
import { ShareList } from "./share-list";
import { useStage } from "./stage";
import { useShares } from "./use-shares";

interface ShareDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

/** Links to this session for people without an account: makes one, shows it once, and takes back those that are open. */
export function ShareDialog({ isOpen, onClose }: ShareDialogProps) {
  const { access, timeline, rights } = useStage();
  const shares = useShares(access, timeline.session.id, isOpen);
  const [made, setMade] = useState<MadeShare | null>(null);
  const close = () => {
    setMade(null);
    onClose();
  };
  const mayHear = rights.includes("hear") && timeline.recording !== null;
  return (
    <Dialog
      title="Share this session"
      description="A link that opens this one session, and nothing else, for whoever has it. No account is needed."
      isOpen={isOpen}
      onClose={close}
    >
      {made ? (
        <MadeLink made={made} />
      ) : (
        <ShareForm mayHear={mayHear} onShare={(wanted) => shares.make(wanted).then(setMade)} />
      )}
      <ShareList shares={shares.data?.shares ?? null} error={shares.error} onRevoke={shares.revoke} />
    </Dialog>
  );
}

/** The only time that it is seen. */
function MadeLink({ made }: { made: MadeShare }) {
  return (
    <div className="flex flex-col gap-3">
      <TextField
        label="Link"
        value={made.url}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        hint={`${shareText(made)}, ${shareStateText(made, Date.parse(made.createdAt))}. It is shown only now.`}
      />
      <div>
        <CopyButton label="Copy shared link" text="Copy link" value={made.url} variant="outline" />
      </div>
    </div>
  );
}
