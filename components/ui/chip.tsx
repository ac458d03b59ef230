import type { ComponentProps } from "react";
import { cx } from "./cx";

const TONE = {
  neutral: "text-mute",
  ok: "text-ok",
  warn: "text-tool",
  err: "text-err",
  accent: "text-accent",
};

interface ChipProps extends ComponentProps<"span"> {
  tone?: keyof typeof TONE;
  /** A small dot in the text's colour before the words. */
  dot?: boolean;
  mono?: boolean;
}

/** A short fact in a pill. Another colour than the tones: `className="text-…"`. */
export function Chip({ tone = "neutral", dot = false, mono = false, className, children, ...rest }: ChipProps) {
  return (
    <span
      className={cx(
        "inline-flex max-w-full items-center gap-1.5 whitespace-nowrap rounded-full border border-line bg-panel px-2.25 py-px",
        mono ? "mono" : "text-[12px]",
        TONE[tone],
        className,
      )}
      {...rest}
    >
      {dot && <i aria-hidden className="size-1.5 shrink-0 rounded-full bg-current" />}
      {children}
    </span>
  );
}
