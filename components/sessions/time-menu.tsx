"use client";
import { ChevronDown } from "lucide-react";
import { Popover } from "radix-ui";
import { useState } from "react";
import { cx } from "@/components/ui/cx";
import { InstantFields } from "@/components/ui/instant-fields";
import type { SessionFilters } from "@/lib/model/views";
import { formatTimeSpan } from "@/lib/view/format";
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
          <InstantFields from={from} to={to} onChoose={(instants) => choose({ range: "all", ...instants })} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
