import type { AgedSession } from "@/lib/model/retention";

const DAY_MS = 24 * 3600 * 1000;

/** A sender's clock may run ahead of ours by this much and is still believed (PROTOCOL, trap T15). */
const AHEAD_MS_MAX = DAY_MS;
/** A clock that is further behind was never set; the longest retention is as long. */
const BEHIND_MS_MAX = 3650 * DAY_MS;

/** What ended before the answer is older than `days` at `now`. */
export function cutoffAt(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}

/**
 * From when a session's age counts: its end by the sender's clock, or by ours when that clock cannot be right or the session has no
 * end. One that was imported is here since then: it would be gone the next night otherwise.
 * Source: API.md, "Settings, data and runtime lines".
 */
export function agesFrom(session: Pick<AgedSession, "endedAt" | "lastReceivedAt" | "importedAt">): Date {
  const ended = endOf(session);
  const { importedAt } = session;
  return importedAt !== null && importedAt > ended ? importedAt : ended;
}

function endOf({ endedAt, lastReceivedAt }: Pick<AgedSession, "endedAt" | "lastReceivedAt">): Date {
  if (endedAt === null) return lastReceivedAt;
  const aheadMs = endedAt.getTime() - lastReceivedAt.getTime();
  return aheadMs <= AHEAD_MS_MAX && -aheadMs <= BEHIND_MS_MAX ? endedAt : lastReceivedAt;
}

/** Whether a session is too old and nobody holds it. */
export function isExpired(session: AgedSession, cutoff: Date): boolean {
  return !session.isHeld && agesFrom(session) < cutoff;
}

/**
 * The latest instant before which entries of no session may lie in the journal: retained sessions' clocks may be off by as much as
 * `AHEAD_MS_MAX`, and a room's entries come up to a day before its session's.
 */
export function leftoversBefore(cutoff: Date): Date {
  return new Date(cutoff.getTime() - AHEAD_MS_MAX);
}
