import type { TimelineItem } from "@/lib/model/timeline";

/** How a wait reads: `good` is not felt, `fair` is noticed, `slow` makes callers say "hello?". */
export type WaitTone = "good" | "fair" | "slow";

/**
 * Bounds of a wait in milliseconds. People answer each other within about 200 ms and notice a pause of a second;
 * SCREENS.md's mock draws the line at 1.0 s and 1.5 s.
 */
export const FAIR_WAIT_MS = 1000;
export const SLOW_WAIT_MS = 1500;

/** What the caller waited before this turn of the agent (end of speech to first sound), or null when not reported. */
export function readTurnWait(item: TimelineItem): number | null {
  if (item.role !== "agent") return null;
  const waitMs = item.metrics.e2eLatencyMs;
  return waitMs === undefined || !Number.isFinite(waitMs) ? null : waitMs;
}

/** Judges a wait. */
export function toneOfWait(waitMs: number): WaitTone {
  if (waitMs < FAIR_WAIT_MS) return "good";
  return waitMs < SLOW_WAIT_MS ? "fair" : "slow";
}
