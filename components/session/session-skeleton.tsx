import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { SESSION_GRID, SESSION_PAGE } from "./session-layout";

const FACTS = ["a", "b", "c", "d", "e", "f", "g"];
const ROWS = ["w-2/3", "w-1/2", "w-3/4", "w-2/5", "w-3/5", "w-1/2", "w-2/3", "w-1/3"];

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
      <div className="flex min-h-9.5 flex-wrap gap-x-6.5 gap-y-2">
        {FACTS.map((fact) => (
          <Skeleton key={fact} className="h-9 w-20" />
        ))}
      </div>
      <Panel className="h-[326px] shrink-0" />
      <div className={SESSION_GRID}>
        <Panel className="flex min-h-96 flex-col gap-4 p-4">
          {ROWS.map((width, index) => (
            <Skeleton key={`${width}-${ROWS.indexOf(width) + index}`} className={`h-4 ${width}`} />
          ))}
        </Panel>
        <i className="max-lg:hidden" />
        <Panel className="min-h-60" />
      </div>
    </div>
  );
}
