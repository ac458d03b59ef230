import type { ReactNode } from "react";

interface StepProps {
  number: number;
  title: string;
  children: ReactNode;
}

/** One of several things to do, in their order; stands in an `ol`. */
export function Step({ number, title, children }: StepProps) {
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
      <span
        aria-hidden
        className="mt-px grid size-5 place-items-center rounded-full border border-line-strong text-2xs text-mute"
      >
        {number}
      </span>
      <div className="flex min-w-0 flex-col gap-2">
        <h3 className="font-[560]">{title}</h3>
        {children}
      </div>
    </li>
  );
}
