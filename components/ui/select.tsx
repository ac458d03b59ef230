import { Check, ChevronDown } from "lucide-react";
import { Select as RadixSelect } from "radix-ui";
import { cx } from "./cx";

export interface SelectOption {
  value: string;
  label: string;
}

interface SelectProps {
  /** The accessible name. */
  label: string;
  /** No option may have the empty string as value. */
  options: SelectOption[];
  value: string;
  onChange: (value: string) => void;
  /** The choice is not the neutral one: draw it as such. */
  active?: boolean;
  className?: string;
}

/** One of several, in a list under a button. */
export function Select({ label, options, value, onChange, active = false, className }: SelectProps) {
  return (
    <RadixSelect.Root value={value} onValueChange={onChange}>
      <RadixSelect.Trigger
        aria-label={label}
        className={cx(
          "inline-flex h-9 items-center justify-between gap-1.5 whitespace-nowrap rounded-lg border bg-panel px-3 transition-colors hover:border-line-strong hover:text-text",
          active ? "border-line-strong text-text" : "border-line text-mute",
          className,
        )}
      >
        <span className="min-w-0 truncate">
          <RadixSelect.Value />
        </span>
        <RadixSelect.Icon>
          <ChevronDown aria-hidden className="size-3.5" />
        </RadixSelect.Icon>
      </RadixSelect.Trigger>
      <RadixSelect.Portal>
        <RadixSelect.Content
          position="popper"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-80 min-w-(--radix-select-trigger-width) overflow-hidden rounded-lg border border-line-strong bg-panel shadow-float"
        >
          <RadixSelect.Viewport className="p-1">
            {options.map((option) => (
              <RadixSelect.Item
                key={option.value}
                value={option.value}
                className="flex cursor-default select-none items-center gap-3 rounded-md px-2.5 py-1.5 text-text outline-none data-[highlighted]:bg-sel"
              >
                <span className="min-w-0 flex-1 truncate">
                  <RadixSelect.ItemText>{option.label}</RadixSelect.ItemText>
                </span>
                <RadixSelect.ItemIndicator>
                  <Check aria-hidden className="size-3.5 text-accent" />
                </RadixSelect.ItemIndicator>
              </RadixSelect.Item>
            ))}
          </RadixSelect.Viewport>
        </RadixSelect.Content>
      </RadixSelect.Portal>
    </RadixSelect.Root>
  );
}
