import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./cx";

interface DropButtonProps extends ComponentProps<"button"> {
  /** The choice below it is not the neutral one. */
  isActive: boolean;
}

/** A button that says what is chosen, with an arrow: the choices hang under it. Made to be the trigger of a popover. */
export function DropButton({ isActive, children, ...rest }: DropButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={cx(
        "inline-flex h-9 shrink-0 items-center justify-between gap-1.5 whitespace-nowrap rounded-lg border bg-panel px-3 transition-colors hover:border-line-strong hover:text-text",
        isActive ? "border-line-strong text-text" : "border-line text-mute",
      )}
    >
      {children}
      <ChevronDown aria-hidden className="size-3.5" />
    </button>
  );
}
