import { RotateCw, TriangleAlert } from "lucide-react";
import { Button } from "./button";
import { cx } from "./cx";

interface ErrorStateProps {
  title: string;
  /** What happened and what to do, as the server said it. */
  detail?: string;
  onRetry?: () => void;
  isRetrying?: boolean;
  /** "h1" where it is all there is on the page. */
  heading?: "h1" | "h2";
  className?: string;
}

/** It failed, this is why, and this is the way to try again. */
export function ErrorState({ title, detail, onRetry, isRetrying = false, heading, className }: ErrorStateProps) {
  const Heading = heading ?? "h2";
  return (
    <div role="alert" className={cx("flex flex-col items-center gap-2 px-6 py-16 text-center", className)}>
      <TriangleAlert aria-hidden className="mb-1 size-6 text-err" />
      <Heading className="font-[560] text-lg">{title}</Heading>
      {detail && <p className="max-w-lg break-words text-mute">{detail}</p>}
      {onRetry && (
        <Button className="mt-3" onClick={onRetry} disabled={isRetrying}>
          <RotateCw aria-hidden className={cx("size-3.5", isRetrying && "animate-spin")} />
          Try again
        </Button>
      )}
    </div>
  );
}
