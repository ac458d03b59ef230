import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cx } from "./cx";

const VARIANT = {
  outline: "border border-line bg-panel text-text hover:border-line-strong hover:bg-raise",
  primary: "border border-text bg-text text-bg hover:opacity-90",
  ghost: "border border-transparent text-mute hover:bg-raise hover:text-text",
};

const SIZE = {
  md: "h-8 gap-1.5 rounded-md px-3",
  sm: "h-6.5 gap-1 rounded-md px-2 text-sm",
  icon: "size-8 justify-center rounded-md",
};

interface ButtonProps extends ComponentProps<"button"> {
  variant?: keyof typeof VARIANT;
  size?: keyof typeof SIZE;
  /** Dresses the only child (a link) as a button instead of making one. */
  asChild?: boolean;
}

/** An icon-only button needs an `aria-label`. */
export function Button({ variant = "outline", size = "md", asChild = false, className, ...rest }: ButtonProps) {
  const Part = asChild ? Slot.Root : "button";
  return (
    <Part
      {...(asChild ? {} : { type: "button" as const })}
      className={cx(
        "inline-flex shrink-0 items-center whitespace-nowrap font-[520] transition-colors disabled:opacity-50",
        VARIANT[variant],
        SIZE[size],
        className,
      )}
      {...rest}
    />
  );
}
