import { type ReactNode, useId } from "react";
import { cx } from "./cx";

interface SwitchProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** What it does in both positions, and who turned it last: below the label. */
  children?: ReactNode;
  disabled?: boolean;
  /** The page's main switch is larger. */
  isMain?: boolean;
}

/** On or off, at once: no button confirms it. The whole line is the target. */
export function Switch({ label, checked, onChange, children, disabled = false, isMain = false }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className={cx("font-[560]", isMain && "text-lg")}>
          {label}
        </label>
        {children && (
          <div id={`${id}-about`} className="mt-0.5 text-mute text-sm">
            {children}
          </div>
        )}
      </div>
      <button
        id={id}
        type="button"
        role="switch"
        aria-checked={checked}
        aria-describedby={children ? `${id}-about` : undefined}
        disabled={disabled}
        onClick={() => onChange(!checked)}
        className={cx(
          "relative mt-0.5 h-6 w-11 shrink-0 rounded-full border transition-colors disabled:opacity-50",
          checked ? "border-ok bg-ok" : "border-tick bg-raise",
        )}
      >
        <span
          aria-hidden
          className={cx(
            "absolute top-0.5 left-0.5 size-4.5 rounded-full transition-transform",
            checked ? "translate-x-5 bg-on-fill" : "bg-tick",
          )}
        />
      </button>
    </div>
  );
}
