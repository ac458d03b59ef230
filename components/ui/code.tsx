import type { ReactNode } from "react";

/** A command, a file or a word of code inside a sentence. */
export function Code({ children }: { children: ReactNode }) {
  return <code className="mono whitespace-nowrap text-text">{children}</code>;
}
