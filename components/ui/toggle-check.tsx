import type { ReactNode } from "react";
import { formatCount } from "@/lib/view/format";
import { cx } from "./cx";

interface ToggleCheckProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** How many things it shows or hides; read out as a description, so that the name stays the label. */
  count?: number;
  icon?: ReactNode;
  disabled?: boolean;
  className?: string;
}

/** A checkbox that looks like a tab: several may be on. */
export function ToggleCheck({ label, checked, onChange, count, icon, disabled, className }: ToggleCheckProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a real checkbox input cannot hold the icon and the count
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={label}
      aria-description={count === undefined ? undefined : formatCount(count)}
      disabled={disabled}
      onClick={() => onChange(!checked)}
      className={cx(
        "inline-flex h-7 items-center gap-1.5 whitespace-nowrap rounded-md border px-2.25 transition-colors disabled:opacity-50",
        checked
          ? "border-line-strong bg-raise text-text"
          : "border-transparent text-mute hover:bg-raise hover:text-text",
        className,
      )}
    >
      {icon}
      <span>{label}</span>
      {count !== undefined && <small className="inline-block text-2xs text-faint">{formatCount(count)}</small>}
    </button>
  );
}
