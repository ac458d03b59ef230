import { Panel } from "./panel";
import { Skeleton } from "./skeleton";

/** The place of something that is still loading. */
export function LoadingPanel() {
  return (
    <Panel className="flex flex-col gap-3 p-4">
      <span role="status" className="sr-only">
        Loading
      </span>
      <Skeleton className="h-4 w-40" />
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-2/3" />
    </Panel>
  );
}
