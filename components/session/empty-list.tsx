"use client";
import { EmptyState } from "@/components/ui/empty-state";
import { useStage } from "./stage";

/** No row is left to show: because of the filters, or because there is nothing yet. */
export function EmptyList() {
  const { rows, find, timeline } = useStage();
  const isLive = timeline.session.status === "live";
  const words = find.trim();
  const title = rows.length === 0 ? "Nothing here yet" : words === "" ? "All filters are off" : "No match";
  return (
    <ul aria-label="Timeline" className="flex-1">
      <li>
        <EmptyState title={title} className="py-10">
          {rows.length === 0
            ? isLive
              ? "The agent has sent no words, spans or logs so far. They appear here as they come."
              : "The agent sent no words, spans or logs for this session."
            : words === ""
              ? "Switch one on above to see its rows."
              : `No row that is switched on above holds “${words}”.`}
        </EmptyState>
      </li>
    </ul>
  );
}
