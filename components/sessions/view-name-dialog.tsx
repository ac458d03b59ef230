"use client";
import { Dialog } from "radix-ui";
import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
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
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/45%)]" />
        <Dialog.Content className="fixed top-[18dvh] left-1/2 z-50 w-[min(26rem,calc(100vw-2rem))] -translate-x-1/2 rounded-xl border border-line-strong bg-panel p-5 shadow-float">
          <Dialog.Title className="font-[620] text-lg">{title}</Dialog.Title>
          <Dialog.Description className="mt-1 text-mute">{words}</Dialog.Description>
          <form onSubmit={submit} className="mt-4 flex flex-col gap-4">
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
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
