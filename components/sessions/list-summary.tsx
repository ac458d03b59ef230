import { formatPlural, formatWhole } from "@/lib/view/format";
import type { SessionsQueryState } from "./use-sessions";

/** How many are live, how many are listed, and whether the list still moves. */
export function ListSummary({ list }: { list: SessionsQueryState }) {
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
    <p className="ml-auto flex items-center gap-3 text-mute tabular-nums">
      {list.liveCount > 0 && (
        <span className="inline-flex items-center gap-2 font-[560] text-ok">
          <i aria-hidden className="relative size-1.75 rounded-full bg-current">
            <i className="-inset-1 absolute animate-breathe rounded-full bg-current/25" />
          </i>
          {formatWhole(list.liveCount)} live
        </span>
      )}
      {list.hasNextPage ? `first ${formatPlural(count, "session")}` : formatPlural(count, "session")}
    </p>
  );
}
