import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { PanesSkeleton } from "./panes-skeleton";
import { SESSION_PAGE } from "./session-layout";

const FACTS = ["a", "b", "c", "d", "e", "f", "g"];

/** The screen's own places, empty: nothing moves when the session arrives. */
export function SessionSkeleton() {
  return (
    <div className={SESSION_PAGE} aria-busy="true">
      <p className="sr-only" role="status">
        Loading the session
      </p>
      <div className="flex h-8 items-center gap-3">
        <Skeleton className="h-5 w-44" />
        <Skeleton className="h-5 w-20" />
        <Skeleton className="h-5 w-36" />
      </div>
      <div className="flex min-h-9.5 flex-wrap gap-x-6.5 gap-y-2 max-sm:flex-nowrap max-sm:overflow-hidden">
        {FACTS.map((fact) => (
          <Skeleton key={fact} className="h-9 w-20" />
        ))}
      </div>
      <Panel className="h-[326px] shrink-0" />
      <PanesSkeleton />
    </div>
  );
}
