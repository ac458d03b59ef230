import type { ReactNode } from "react";
import { cx } from "./cx";

interface EmptyStateProps {
  title: string;
  icon?: ReactNode;
  /** What it means and what to do next. */
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

/** There is nothing, that is no failure, and this is what to do. */
export function EmptyState({ title, icon, children, action, className }: EmptyStateProps) {
  return (
    <div className={cx("flex flex-col items-center justify-center gap-2 px-6 py-16 text-center", className)}>
      {icon && (
        <span aria-hidden className="mb-1 text-faint">
          {icon}
        </span>
      )}
      <h2 className="font-[560] text-lg">{title}</h2>
      {children && <div className="max-w-md text-mute">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
