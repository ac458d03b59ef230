import { Skeleton } from "./skeleton";

/** The place of something that is still loading, inside a frame. */
export function LoadingLines() {
  return (
    <div className="flex flex-col gap-3">
      <span role="status" className="sr-only">
        Loading
      </span>
      <Skeleton className="h-4 w-40" />
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-2/3" />
    </div>
  );
}
