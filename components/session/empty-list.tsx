"use client";
import { EmptyState } from "@/components/ui/empty-state";
import { useStage } from "./stage";

/** No row is left to show: because of the filters, or because there is nothing yet. */
export function EmptyList() {
  const { rows, timeline } = useStage();
  const isLive = timeline.session.status === "live";
  const title = rows.length === 0 ? (isLive ? "Nothing here yet" : "Nothing came") : "Nothing of these kinds";
  return (
    <ul aria-label="Timeline" className="flex-1">
      <li>
        <EmptyState title={title} className="py-10">
          {rows.length === 0
            ? isLive
              ? "The agent has sent no words, spans or logs so far. They appear here as they come."
              : "The agent sent no words, spans or logs for this session."
            : "What is switched on above did not happen in this session. Switch another kind on."}
        </EmptyState>
      </li>
    </ul>
  );
}
