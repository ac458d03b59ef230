"use client";
import { ChevronDown } from "lucide-react";
import { Popover } from "radix-ui";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import type { SessionFilters } from "@/lib/model/views";
import { formatInputTime, formatTimeSpan } from "@/lib/view/format";
import { hasTime, RANGES } from "./filters";
import type { ChangeFilters } from "./use-filters";

interface TimeMenuProps {
  filters: SessionFilters;
  change: ChangeFilters;
}

/** When sessions began: a length that ends now, or two instants. */
export function TimeMenu({ filters, change }: TimeMenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { from, to } = filters;
  const preset = RANGES.find(({ value }) => value === filters.range);
  const text = from || to ? formatTimeSpan(from, to) : preset?.label;
  const choose = (part: Partial<SessionFilters>) => {
    change(part);
    setIsOpen(false);
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger
        aria-label={`Time range: ${text}`}
        className={cx(
          "inline-flex h-9 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-lg border bg-panel px-3 transition-colors hover:border-line-strong hover:text-text",
          hasTime(filters) ? "border-line-strong text-text" : "border-line text-mute",
        )}
      >
        {text}
        <ChevronDown aria-hidden className="size-3.5" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label="Time range"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 w-64 rounded-lg border border-line-strong bg-panel p-1 shadow-float"
        >
          {RANGES.map(({ value, label }) => (
            <button
              key={value}
              type="button"
              aria-pressed={filters.range === value && !from && !to}
              onClick={() => choose({ range: value, from: null, to: null })}
              className="block w-full rounded-md px-2.5 py-1.5 text-left hover:bg-sel aria-pressed:font-[560] aria-pressed:text-accent"
            >
              {label}
            </button>
          ))}
          <AbsoluteRange from={from} to={to} onChoose={(instants) => choose({ range: "all", ...instants })} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface AbsoluteRangeProps {
  from: string | null;
  to: string | null;
  onChoose: (instants: { from: string | null; to: string | null }) => void;
}

/** Two instants in the reader's own time zone; one of them may be open. */
function AbsoluteRange({ from, to, onChoose }: AbsoluteRangeProps) {
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
