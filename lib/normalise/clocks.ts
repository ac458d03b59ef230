import type { LogRecord } from "@/lib/model/logs";
import type { Span } from "@/lib/model/spans";
import { listedItems } from "./chat-items";
import type { SentSession } from "./entries";
import { compareNs } from "./instants";
import type { SortedLogs } from "./logs";

/**
 * How far a sender's clock may be from ours and still count as telling the time. A day: clocks that are set to local time instead
 * of UTC are 14 hours off at most, and no batch waits longer; a clock that was never set is decades off.
 */
const PLAUSIBLE_NS = 24n * 3_600_000_000_000n;

/** The stretch of time in which a session can have happened. Units: Unix nanoseconds, by the sender's clock. */
export interface PlausibleTime {
  fromNs: bigint;
  toNs: bigint;
}

/**
 * When a session can have happened: from a day before its first request came to a day after its last. Where no record at all
 * lies in that stretch, the agent's clock is off as a whole, but still tells one time from another: then a day around the middle
 * one of its records' times. Records outside keep their times and are shown there, far from the others; they only do not say when the
 * session began and ended.
 * Source: PROTOCOL trap T15.
 */
export function toPlausibleTime(sent: SentSession, spans: readonly Span[], logs: SortedLogs): PlausibleTime {
  const received = around(msToNs(sent.firstReceivedAt), msToNs(sent.lastReceivedAt));
  if (spans.some(({ startNs }) => isWithin(received, startNs))) return received;
  const times = [
    ...spans.map(({ startNs }) => startNs),
    ...logs.logs.map(({ timeNs }) => timeNs),
    ...logs.reports.map((report) => report.sent.timeNs),
    ...sent.recordings.flatMap(({ header }) => header.startNs ?? []),
  ];
  // Of an upload without audio, only the transcript tells the time.
  if (times.length === 0)
    times.push(...sent.recordings.flatMap(({ chatHistory }) => listedItems(chatHistory).firstNs ?? []));
  if (times.length === 0 || times.some((timeNs) => isWithin(received, timeNs))) return received;
  const middle = times.sort(compareNs)[times.length >> 1] ?? 0n;
  return around(middle, middle);
}

function around(fromNs: bigint, toNs: bigint): PlausibleTime {
  return { fromNs: fromNs - PLAUSIBLE_NS, toNs: toNs + PLAUSIBLE_NS };
}

/** Whether an instant lies in a stretch of time. */
export function isWithin({ fromNs, toNs }: PlausibleTime, timeNs: bigint): boolean {
  return timeNs >= fromNs && timeNs <= toNs;
}

/** The instant if it is plausible; null otherwise. */
export function plausible(time: PlausibleTime, timeNs: bigint | null | undefined): bigint | null {
  return timeNs !== null && timeNs !== undefined && isWithin(time, timeNs) ? timeNs : null;
}

/** How many spans and logs carry a time at which their session cannot have happened. */
export function countImplausible(time: PlausibleTime, spans: readonly Span[], logs: readonly LogRecord[]): number {
  const spanCount = spans.filter(({ startNs }) => !isWithin(time, startNs)).length;
  return spanCount + logs.filter(({ timeNs }) => !isWithin(time, timeNs)).length;
}

function msToNs(at: Date | null): bigint {
  return BigInt(at?.getTime() ?? 0) * 1_000_000n;
}
