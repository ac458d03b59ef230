"use client";
import { Form } from "./form";
import { TextField } from "./text-field";

interface TypedFormProps {
  /** The button's words. */
  submit: string;
  /** What must be typed. */
  expected: string;
  onConfirm: (typed: string) => Promise<void>;
}

/** For what cannot be undone: whoever means it types what it is about. */
export function TypedForm({ submit, expected, onConfirm }: TypedFormProps) {
  const confirm = async ({ typed = "" }: Record<string, string>) => {
    if (typed.trim() !== expected) throw new Error(`Type ${expected} to go on.`);
    await onConfirm(typed.trim());
  };
  return (
    <Form submit={submit} onSend={confirm}>
      <TextField label={`Type ${expected} to confirm`} name="typed" autoComplete="off" spellCheck={false} autoFocus />
    </Form>
  );
}
