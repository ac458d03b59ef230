import type { TimelineItem } from "@/lib/model/timeline";

/** What the caller waited before this turn of the agent (end of speech to first sound), or null when not reported. */
export function readTurnWait(item: TimelineItem): number | null {
  if (item.role !== "agent") return null;
  const waitMs = item.metrics.e2eLatencyMs;
  return waitMs === undefined || !Number.isFinite(waitMs) ? null : waitMs;
}
