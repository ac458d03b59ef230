import { Skeleton } from "@/components/ui/skeleton";

const ROWS = ["a", "b", "c", "d", "e", "f", "g", "h"];

/** The list's place while the first answer is on its way. */
export function TableSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading the sessions</span>
      {ROWS.map((row) => (
        <div
          key={row}
          className="flex h-19 items-center gap-6 border-line border-t px-3.5 first-of-type:border-t-0 lg:h-9.5"
        >
          <Skeleton className="h-3 w-12 max-lg:hidden" />
          <Skeleton className="h-3 w-16" />
          <Skeleton className="h-3 w-24" />
          <Skeleton className="h-3 w-28 max-lg:hidden" />
          <Skeleton className="h-3 flex-1" />
        </div>
      ))}
    </div>
  );
}
