import type { ComponentProps } from "react";
import { cx } from "./cx";

/** A key to press. */
export function Kbd({ className, ...rest }: ComponentProps<"kbd">) {
  return (
    <kbd
      className={cx("rounded-sm border border-line bg-raise px-1.25 font-mono text-2xs text-mute", className)}
      {...rest}
    />
  );
}
