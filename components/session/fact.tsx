import type { ReactNode } from "react";
import { Tooltip } from "@/components/ui/tooltip";

interface FactProps {
  name: string;
  /** What the figure means, on hover and focus. */
  hint?: string | null;
  children: ReactNode;
}

/** A figure of the session with its name above it. */
export function Fact({ name, hint = null, children }: FactProps) {
  return (
    <div className="flex min-w-0 flex-col">
      <dt className="text-mute text-xs">{name}</dt>
      <dd className="font-[560] text-[13.5px]">
        {hint === null ? (
          children
        ) : (
          <Tooltip content={hint} side="bottom">
            <button
              type="button"
              className="cursor-help rounded-sm text-left font-[inherit] decoration-line-strong decoration-dotted underline-offset-3 hover:underline"
            >
              {children}
            </button>
          </Tooltip>
        )}
      </dd>
    </div>
  );
}

/** What stands beside a figure and matters less. */
export function Small({ children }: { children: ReactNode }) {
  return <small className="font-normal text-faint text-xs">{children}</small>;
}
