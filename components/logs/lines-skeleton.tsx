import { Skeleton } from "@/components/ui/skeleton";

const WIDTHS = [
  "w-1/2",
  "w-2/3",
  "w-1/3",
  "w-3/5",
  "w-2/5",
  "w-1/2",
  "w-3/4",
  "w-1/3",
  "w-3/5",
  "w-1/2",
  "w-2/3",
  "w-2/5",
];

/** The list's place while the first answer is on its way. */
export function LinesSkeleton() {
  return (
    <div role="status" className="flex min-h-0 flex-1 flex-col justify-end overflow-hidden py-2">
      <span className="sr-only">Loading the lines</span>
      {[...WIDTHS, ...WIDTHS, ...WIDTHS].map((width, row) => (
        <div key={row} className="flex h-5.75 shrink-0 items-center gap-5 px-3.5">
          <Skeleton className="h-2.5 w-20" />
          <Skeleton className="h-2.5 w-10" />
          <Skeleton className="h-2.5 w-14 max-md:hidden" />
          <Skeleton className={`h-2.5 ${width}`} />
        </div>
      ))}
    </div>
  );
}
