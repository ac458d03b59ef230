"use client";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { formatPlural, formatWhole } from "@/lib/view/format";
import { useDeletion } from "./use-deletion";

interface DeleteButtonProps {
  project: string;
  ids: string[];
  onDone: () => void;
}

/** Deletes the picked sessions after asking once more: nothing brings them back. */
export function DeleteButton({ project, ids, onDone }: DeleteButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const deletion = useDeletion(project, () => {
    setIsOpen(false);
    onDone();
  });
  const close = () => !deletion.isPending && setIsOpen(false);
  const sessions = formatPlural(ids.length, "session");
  return (
    <>
      <Button className="h-9 rounded-lg text-err" onClick={() => setIsOpen(true)}>
        <Trash2 aria-hidden className="size-3.5" />
        Delete
      </Button>
      <Dialog
        title={`Delete ${sessions}?`}
        description="Transcripts, traces, logs and recordings are deleted for good."
        isOpen={isOpen}
        onClose={close}
      >
        {deletion.error && (
          <p role="alert" className="mb-4 text-err">
            {deletion.error.message}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" disabled={deletion.isPending} onClick={close}>
            Cancel
          </Button>
          <Button variant="primary" disabled={deletion.isPending} onClick={() => deletion.mutate(ids)}>
            {deletion.isPending ? `Deleting ${formatWhole(deletion.doneCount + 1)}…` : `Delete ${sessions}`}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
