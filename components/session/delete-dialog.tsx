"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Dialog } from "@/components/ui/dialog";
import { nothing, sendJson } from "@/components/ui/send-json";
import { TypedForm } from "@/components/ui/typed-form";
import { sessionUrl } from "./session-url";
import { useStage } from "./stage";

interface DeleteDialogProps {
  project: string;
  isOpen: boolean;
  onClose: () => void;
  onDeleted: () => void;
}

/** Deletes the session for good, after the word was typed. A held one is refused, with who holds it and why. */
export function DeleteDialog({ project, isOpen, onClose, onDeleted }: DeleteDialogProps) {
  const { access, timeline } = useStage();
  const client = useQueryClient();
  const remove = async () => {
    await sendJson(nothing, sessionUrl(access, timeline.session.id, ""), { method: "DELETE" });
    onDeleted();
    for (const key of ["sessions", "facets"]) void client.invalidateQueries({ queryKey: [key, project] });
  };
  return (
    <Dialog
      title="Delete this session?"
      description="Its transcript, traces, logs, recording and shared links are deleted for good."
      isOpen={isOpen}
      onClose={onClose}
    >
      <TypedForm submit="Delete session" expected="delete" onConfirm={remove} />
    </Dialog>
  );
}
