import type { Span } from "@/lib/model/spans";
import { numberOf } from "./attributes";
import { secondsToMs, spanMs } from "./instants";

/** The event loop of the agent's process stood still. Units: Unix nanoseconds; milliseconds. */
export interface Stall {
  startNs: bigint;
  durationMs: number;
  /** The span that tells of it: its own, or the session's. */
  spanId: string;
}

/**
 * Names that this file understands. A span `event_loop_blocked` as long as the stall, or, of short ones that get no span (Python), an
 * event of that name on `agent_session`, at the stall's end with `lk.blocking.duration` in seconds.
 * Source: PROTOCOL §6; Python 1.8.9 telemetry/loop_monitor.py, Node 1.9.0 telemetry/loop_monitor.ts.
 */
const BLOCKED = "event_loop_blocked";
const DURATION = "lk.blocking.duration";
/** The event of a stall that has a span ends with it. ms. */
const SAME_MS = 50;

/** Every stall once, in order. Spans: ordered by start; one that has not ended yet is left out. */
export function toStalls(spans: readonly Span[]): Stall[] {
  const stalls: Stall[] = [];
  for (const { name, startNs, endNs, spanId } of spans) {
    if (name === BLOCKED && endNs !== null) stalls.push({ startNs, durationMs: spanMs(startNs, endNs), spanId });
  }
  const first = spans[0]?.startNs ?? 0n;
  const endsMs = stalls.map(({ startNs, durationMs }) => spanMs(first, startNs) + durationMs);
  for (const { events, spanId } of spans) {
    for (const { name, timeNs, attributes } of events) {
      const seconds = name === BLOCKED ? numberOf(attributes, DURATION) : null;
      if (seconds === null || seconds <= 0) continue;
      const atMs = spanMs(first, timeNs);
      if (endsMs.some((endMs) => Math.abs(endMs - atMs) < SAME_MS)) continue;
      const durationMs = secondsToMs(seconds);
      stalls.push({ startNs: timeNs - msToNs(durationMs), durationMs, spanId });
    }
  }
  return stalls.sort((a, b) => (a.startNs < b.startNs ? -1 : a.startNs > b.startNs ? 1 : 0));
}

function msToNs(durationMs: number): bigint {
  return BigInt(Math.round(durationMs * 1e6));
}
