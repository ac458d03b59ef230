"use client";
import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";

interface ViewNameDialogProps {
  title: string;
  /** What it means, below the title. */
  words: string;
  name: string;
  action: string;
  /** Why it could not be saved. */
  mistake: string | null;
  isBusy: boolean;
  onSave: (name: string) => void;
  onClose: () => void;
}

/** Asks for a view's name. */
export function ViewNameDialog(props: ViewNameDialogProps) {
  const { title, words, name, action, mistake, isBusy, onSave, onClose } = props;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSave(String(new FormData(event.currentTarget).get("name") ?? ""));
  };
  return (
    <Dialog title={title} description={words} isOpen onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField label="Name" name="name" defaultValue={name} maxLength={60} required autoComplete="off" />
        {mistake && (
          <p role="alert" className="text-err">
            {mistake}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" disabled={isBusy}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
