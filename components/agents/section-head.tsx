import type { ReactNode } from "react";

/** The head of a table on a page of agents. */
export function SectionHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 pb-2">
      <h2 className="font-[560]">{title}</h2>
      {children && <p className="text-mute text-sm">{children}</p>}
    </div>
  );
}
