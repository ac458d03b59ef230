import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "./cx";

interface TextFieldProps extends ComponentProps<"input"> {
  label: string;
  /** What belongs in it, below the field. */
  hint?: ReactNode;
}

/** A labelled line of text. Uncontrolled, so that words typed before the page is alive are not lost. */
export function TextField({ label, hint, className, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div className={cx("flex flex-col gap-1.5", className)}>
      <label htmlFor={id} className="font-[520]">
        {label}
      </label>
      <input
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="h-9 w-full min-w-0 rounded-lg border border-line bg-panel px-3 text-text hover:border-line-strong focus:border-line-strong read-only:bg-raise read-only:text-mute"
        {...rest}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-mute text-sm">
          {hint}
        </p>
      )}
    </div>
  );
}
