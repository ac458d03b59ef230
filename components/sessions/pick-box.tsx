import type { MouseEvent } from "react";

interface PickBoxProps {
  label: string;
  isOn: boolean;
  isPartly?: boolean;
  onPick: (reach: boolean) => void;
}

/** Picks a row, with Shift all rows up to it. Lies above the link that covers the row. */
export function PickBox({ label, isOn, isPartly = false, onPick }: PickBoxProps) {
  const onClick = (event: MouseEvent<HTMLInputElement>) => onPick(event.shiftKey);
  return (
    <label className="-m-2 relative z-10 inline-grid cursor-pointer place-items-center p-2 align-middle">
      <span className="sr-only">{label}</span>
      <input
        type="checkbox"
        checked={isOn}
        ref={(box) => {
          if (box) box.indeterminate = isPartly;
        }}
        onClick={onClick}
        // The click says what is wanted, as only it knows of Shift.
        onChange={() => undefined}
        className="size-3.5"
      />
    </label>
  );
}
