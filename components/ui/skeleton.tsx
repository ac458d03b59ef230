import { cx } from "./cx";

/** The grey place of something that is coming; hidden from screen readers, so say "Loading" beside it once. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx("block animate-shimmer rounded-sm bg-line", className)} />;
}
