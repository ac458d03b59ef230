"use client";
import { type FormEvent, useState } from "react";
import { formatInputTime } from "@/lib/view/format";
import { Button } from "./button";

interface InstantFieldsProps {
  from: string | null;
  to: string | null;
  /** What the fields count in: minutes unless told. */
  stepSeconds?: number;
  onChoose: (instants: { from: string | null; to: string | null }) => void;
}

/** Two instants in the reader's own time zone; one of them may be open. */
export function InstantFields({ from, to, stepSeconds, onChoose }: InstantFieldsProps) {
  const [mistake, setMistake] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const said = new FormData(event.currentTarget);
    const [start, end] = [instantOf(said.get("from")), instantOf(said.get("to"))];
    if (start === null && end === null) return setMistake("Say when it begins or ends.");
    if (start !== null && end !== null && start >= end) return setMistake("The end must come after the beginning.");
    onChoose({ from: start, to: end });
  };
  return (
    <form onSubmit={submit} className="mt-1 flex flex-col gap-2 border-line border-t px-2.5 pt-2.5 pb-1.5">
      {[
        { name: "from", label: "From", value: from },
        { name: "to", label: "Until", value: to },
      ].map(({ name, label, value }) => (
        <label key={name} className="flex items-center gap-2 text-mute">
          <span className="w-9">{label}</span>
          <input
            type="datetime-local"
            name={name}
            step={stepSeconds}
            defaultValue={formatInputTime(value)}
            className="h-8 min-w-0 flex-1 rounded-md border border-line bg-panel px-2 text-text"
          />
        </label>
      ))}
      {mistake && (
        <p role="alert" className="text-err text-sm">
          {mistake}
        </p>
      )}
      <Button type="submit" size="sm" className="self-end">
        Apply
      </Button>
    </form>
  );
}

function instantOf(local: FormDataEntryValue | null): string | null {
  const at = typeof local === "string" && local !== "" ? new Date(local) : null;
  return at && !Number.isNaN(at.getTime()) ? at.toISOString() : null;
}
