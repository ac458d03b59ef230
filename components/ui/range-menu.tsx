"use client";
import { Popover } from "radix-ui";
import { type ReactNode, useState } from "react";
import { DropButton } from "./drop-button";
import { InstantFields } from "./instant-fields";

interface Instants {
  from: string | null;
  to: string | null;
}

interface RangeMenuProps<Range extends string> {
  /** What the button shows: the time that is chosen. */
  text: string;
  /** The choice is not the neutral one: draw the button as such. */
  isActive: boolean;
  ranges: readonly { value: Range; label: string }[];
  /** The length that is chosen, and the instants that take its place. */
  chosen: Instants & { range: Range };
  onRange: (range: Range) => void;
  onInstants: (instants: Instants) => void;
  /** Another way to say two instants, above the others. */
  head?: (onInstants: (instants: Instants) => void) => ReactNode;
}

/** Which time: a length that ends now, or two instants. */
export function RangeMenu<Range extends string>(props: RangeMenuProps<Range>) {
  const { text, isActive, ranges, onRange, onInstants, head } = props;
  const { from, to, range } = props.chosen;
  const [isOpen, setIsOpen] = useState(false);
  const chooseInstants = (instants: Instants) => {
    onInstants(instants);
    setIsOpen(false);
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger asChild>
        <DropButton aria-label={`Time range: ${text}`} isActive={isActive}>
          <span className="max-w-60 truncate">{text}</span>
        </DropButton>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label="Time range"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 w-72 rounded-lg border border-line-strong bg-panel p-1 shadow-float"
        >
          {head?.(chooseInstants)}
          {ranges.map(({ value, label }) => (
            <button
              key={value}
              type="button"
              aria-pressed={range === value && !from && !to}
              onClick={() => {
                onRange(value);
                setIsOpen(false);
              }}
              className="block w-full rounded-md px-2.5 py-1.5 text-left hover:bg-sel aria-pressed:font-[560] aria-pressed:text-accent"
            >
              {label}
            </button>
          ))}
          <InstantFields from={from} to={to} onChoose={chooseInstants} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
