import type { ChatItem } from "@/lib/model/turns";

/**
 * How long callers waited for the agent's first sound, over the agent's messages that report it (`e2e_latency`): the median and the
 * 95th percentile by nearest rank, so each is a wait that really happened. null when no message reports one.
 * Unit: milliseconds.
 */
export function digestLatency(items: readonly ChatItem[]): { e2eP50Ms: number | null; e2eP95Ms: number | null } {
  const waitsMs: number[] = [];
  for (const { role, metrics } of items) {
    if (role === "agent" && metrics.e2eLatencyMs !== undefined) waitsMs.push(metrics.e2eLatencyMs);
  }
  waitsMs.sort((a, b) => a - b);
  return { e2eP50Ms: nearestRank(waitsMs, 0.5), e2eP95Ms: nearestRank(waitsMs, 0.95) };
}

function nearestRank(sorted: readonly number[], share: number): number | null {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? null;
}
