"use client";
import { ChevronDown } from "lucide-react";
import { Popover } from "radix-ui";
import { type FormEvent, useState } from "react";
import { cx } from "@/components/ui/cx";
import { InstantFields } from "@/components/ui/instant-fields";
import { formatTimeSpan } from "@/lib/view/format";
import { LINE_RANGES, type LogsAddress } from "@/lib/view/line-address";
import { readTimeSpan } from "./time-span";
import type { ChangeLogs } from "./use-logs-address";

interface TimeMenuProps {
  address: LogsAddress;
  change: ChangeLogs;
}

type Instants = Pick<LogsAddress, "from" | "to">;

/** Which time: a length that ends now, two instants, or words. */
export function TimeMenu({ address, change }: TimeMenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { from, to, range } = address;
  const text = from || to ? formatTimeSpan(from, to) : LINE_RANGES.find(({ value }) => value === range)?.label;
  const choose = (part: Partial<LogsAddress>) => {
    change({ ...part, line: null });
    setIsOpen(false);
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger
        aria-label={`Time: ${text}`}
        className={cx(
          "inline-flex h-9 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-lg border bg-panel px-3 transition-colors hover:border-line-strong hover:text-text",
          from || to ? "border-line-strong text-text" : "border-line text-mute",
        )}
      >
        <span className="max-w-60 truncate">{text}</span>
        <ChevronDown aria-hidden className="size-3.5" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label="Time"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex w-72 flex-col rounded-lg border border-line-strong bg-panel p-1 shadow-float"
        >
          <WordsField onChoose={choose} />
          {LINE_RANGES.map(({ value, label }) => (
            <button
              key={value}
              type="button"
              aria-pressed={range === value && !from && !to}
              onClick={() => choose({ range: value, from: null, to: null, isLive: true })}
              className="block w-full rounded-md px-2.5 py-1 text-left hover:bg-sel aria-pressed:font-[560] aria-pressed:text-accent"
            >
              {label}
            </button>
          ))}
          <InstantFields stepSeconds={1} from={from} to={to} onChoose={choose} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** A time as one says it; what it means now is kept, so that a link shows the same tomorrow. */
function WordsField({ onChoose }: { onChoose: (instants: Instants) => void }) {
  const [mistake, setMistake] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const span = readTimeSpan(String(new FormData(event.currentTarget).get("words") ?? ""), Date.now());
    if (span.ok) onChoose({ from: span.from, to: span.to });
    else setMistake(span.message);
  };
  return (
    <form onSubmit={submit} className="mb-1 border-line border-b p-1.5 pb-2.5">
      <input
        name="words"
        aria-label="Time in words"
        aria-invalid={mistake !== null}
        placeholder="yesterday 14:00 to now"
        autoComplete="off"
        onChange={() => setMistake(null)}
        className="h-8 w-full rounded-md border border-line bg-panel px-2 text-text aria-invalid:border-err"
      />
      {mistake && (
        <p role="alert" className="mt-1.5 text-err text-sm">
          {mistake}
        </p>
      )}
    </form>
  );
}
