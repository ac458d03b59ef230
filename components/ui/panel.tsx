import type { ComponentProps } from "react";
import { cx } from "./cx";

interface PanelProps extends ComponentProps<"section"> {
  /** Makes it a named region for screen readers. */
  label?: string;
}

/** A framed surface. With `label` it is a landmark. */
export function Panel({ label, className, ...rest }: PanelProps) {
  return (
    <section
      aria-label={label}
      className={cx("overflow-hidden rounded-xl border border-line bg-panel", className)}
      {...rest}
    />
  );
}
