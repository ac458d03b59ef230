import type { ComponentProps } from "react";
import { cx } from "./cx";

/** The row of controls at the head of a `Panel`. */
export function PanelBar({ className, ...rest }: ComponentProps<"div">) {
  return (
    <div
      className={cx(
        "flex min-h-10 shrink-0 flex-wrap items-center gap-1.5 border-line border-b px-2.5 py-1",
        className,
      )}
      {...rest}
    />
  );
}
