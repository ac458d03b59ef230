"use client";
import { Dialog } from "@/components/ui/dialog";
import { Form } from "@/components/ui/form";
import { TextField } from "@/components/ui/text-field";
import { formatDateTime } from "@/lib/view/format";
import { useStage } from "./stage";
import { useHold } from "./use-hold";

interface HoldDialogProps {
  project: string;
  isOpen: boolean;
  onClose: () => void;
}

/** Keeps the session from every deletion, with a reason; or, when it is held, says by whom and lifts it. */
export function HoldDialog({ project, isOpen, onClose }: HoldDialogProps) {
  const { data, hold, lift } = useHold(project, useStage().timeline.session.id);
  const held = data?.hold ?? null;
  if (held) {
    return (
      <Dialog
        title="This session is held"
        description={`By ${held.heldBy} since ${formatDateTime(held.heldAt)}. Nothing deletes it until the hold is lifted.`}
        isOpen={isOpen}
        onClose={onClose}
      >
        <p className="mb-4 whitespace-pre-wrap break-words">{held.reason}</p>
        <Form submit="Lift the hold" onSend={() => lift().then(onClose)}>
          {null}
        </Form>
      </Dialog>
    );
  }
  return (
    <Dialog
      title="Hold this session"
      description="Neither retention nor an erasure nor anybody deletes it until the hold is lifted."
      isOpen={isOpen}
      onClose={onClose}
    >
      <Form submit="Hold" onSend={({ reason = "" }) => hold(reason).then(onClose)}>
        <TextField label="Reason" name="reason" required maxLength={500} autoComplete="off" autoFocus />
      </Form>
    </Dialog>
  );
}
