import type { ReactNode } from "react";
import { cx } from "./cx";

interface EmptyStateProps {
  title: string;
  icon?: ReactNode;
  /** What it means and what to do next. */
  children?: ReactNode;
  action?: ReactNode;
  /** "h1" where it is all there is on the page. */
  heading?: "h1" | "h2";
  className?: string;
}

/** There is nothing, that is no failure, and this is what to do. */
export function EmptyState({ title, icon, children, action, heading: Heading = "h2", className }: EmptyStateProps) {
  return (
    <div className={cx("flex flex-col items-center justify-center gap-2 px-6 py-16 text-center", className)}>
      {icon && (
        <span aria-hidden className="mb-1 text-faint">
          {icon}
        </span>
      )}
      <Heading className="font-[560] text-lg">{title}</Heading>
      {children && <div className="max-w-md text-mute">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
