"use client";
import { Dialog } from "@/components/ui/dialog";
import { TypedForm } from "@/components/ui/typed-form";

interface ConfirmDeletionProps {
  title: string;
  description: string;
  submit: string;
  isOpen: boolean;
  onClose: () => void;
  onConfirm: () => Promise<void>;
}

/** Asks for the word "delete" before something goes for good, and closes when it is gone. */
export function ConfirmDeletion({ title, description, submit, isOpen, onClose, onConfirm }: ConfirmDeletionProps) {
  return (
    <Dialog title={title} description={description} isOpen={isOpen} onClose={onClose}>
      <TypedForm
        submit={submit}
        expected="delete"
        onConfirm={async () => {
          await onConfirm();
          onClose();
        }}
      />
    </Dialog>
  );
}
