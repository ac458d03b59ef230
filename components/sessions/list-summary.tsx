import type { Count } from "@/lib/model/facets";
import { countText } from "@/lib/view/facets";
import { formatPlural, formatWhole } from "@/lib/view/format";
import type { SessionsQueryState } from "./use-sessions";

interface ListSummaryProps {
  list: SessionsQueryState;
  /** All that fit the filter; null while they are counted. */
  total: Count | null;
}

/** How many are live, how many fit, and whether the list still moves. */
export function ListSummary({ list, total }: ListSummaryProps) {
  const count = list.sessions.length;
  if (list.isPending || (list.isError && count === 0)) return null;
  if (list.isError) {
    return (
      <p role="status" className="text-tool">
        Not moving: {list.error.message}
      </p>
    );
  }
  return (
    <p className="ml-auto flex shrink-0 items-center gap-3 whitespace-nowrap text-mute tabular-nums">
      {list.liveCount > 0 && (
        <span className="inline-flex items-center gap-2 font-[560] text-ok">
          <i aria-hidden className="relative size-1.75 rounded-full bg-current">
            <i className="-inset-1 absolute animate-breathe rounded-full bg-current/25" />
          </i>
          {formatWhole(list.liveCount)} live
        </span>
      )}
      {list.hasNextPage ? totalText(total, count) : formatPlural(count, "session")}
    </p>
  );
}

/** The rows themselves know better than a bounded count how many there are at least. */
function totalText(total: Count | null, drawn: number): string {
  if (!total || total.count <= drawn) return `${formatWhole(drawn)}+ sessions`;
  return `${countText(total)} sessions`;
}
