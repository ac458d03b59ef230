import type { CSSProperties } from "react";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { SESSION_GRID } from "./session-layout";

const ROWS = ["w-2/3", "w-1/2", "w-3/4", "w-2/5", "w-3/5", "w-1/2", "w-2/3", "w-1/3"];

/** The places of list and details, empty. */
export function PanesSkeleton({ style }: { style?: CSSProperties }) {
  return (
    <div className={SESSION_GRID} style={style}>
      <Panel className="flex min-h-96 flex-col gap-4 p-4">
        {ROWS.map((width, index) => (
          <Skeleton key={`${width}-${ROWS.indexOf(width) + index}`} className={`h-4 ${width}`} />
        ))}
      </Panel>
      <i className="max-lg:hidden" />
      <Panel className="min-h-60" />
    </div>
  );
}
