import type { ReactNode } from "react";

/** A remark below what it is about. */
export function Note({ children }: { children: ReactNode }) {
  return <p className="text-mute text-sm">{children}</p>;
}
