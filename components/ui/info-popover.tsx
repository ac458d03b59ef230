import { Popover } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

interface InfoPopoverProps {
  /** The accessible name. */
  label: string;
  /** The button that opens it; give it an accessible name. */
  trigger: ReactElement;
  children: ReactNode;
}

/** Facts under a button, as long as one looks at them. */
export function InfoPopover({ label, trigger, children }: InfoPopoverProps) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={label}
          align="end"
          sideOffset={6}
          collisionPadding={12}
          className="z-40 max-h-[min(70dvh,var(--radix-popover-content-available-height))] w-[min(28rem,calc(100vw-2rem))] overflow-y-auto rounded-xl border border-line-strong bg-panel px-4 py-3 [overflow-wrap:anywhere] shadow-float"
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
