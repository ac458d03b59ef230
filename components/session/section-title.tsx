import type { ReactNode } from "react";

/** A heading inside of the details. */
export function SectionTitle({ children }: { children: ReactNode }) {
  return <h3 className="mt-4 mb-2 font-[560] text-mute text-xs">{children}</h3>;
}
