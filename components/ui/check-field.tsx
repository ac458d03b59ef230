import { type ComponentProps, useId } from "react";

interface CheckFieldProps extends Omit<ComponentProps<"input">, "type"> {
  label: string;
  hint?: string;
}

/** A box to tick, with what it means. */
export function CheckField({ label, hint, ...rest }: CheckFieldProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <input
        id={id}
        type="checkbox"
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-0.75 size-3.5"
        {...rest}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p id={`${id}-hint`} className="text-mute text-sm">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
