import type { AgedSession } from "@/lib/model/retention";
import type { ProjectScope } from "@/lib/model/scope";
import { listSessionsReceived } from "@/lib/query/aged-sessions";
import { dropJournalDay, type JournalDay, listJournalDays } from "@/lib/store/partitions";
import { isExpired, leftoversBefore } from "./cutoff";

/** A project and what is too old in it. */
export interface Limit {
  scope: ProjectScope;
  cutoff: Date;
}

const PAGE = 500;
/** Entries of a room come up to a day before and after its sessions' own. */
const ROOM_MS = 24 * 3600 * 1000;

/**
 * The end of the last day of the journal that goes as a whole, with all days before it: too old in every project, and no session that
 * stays has anything in it. Null when there is none. `mayRemain`: which sessions do not count as staying.
 */
export async function wholeDaysBefore(
  limits: Limit[],
  mayRemain: (session: AgedSession, limit: Limit) => boolean,
): Promise<Date | null> {
  if (limits.length === 0) return null;
  const oldest = Math.min(...limits.map(({ cutoff }) => leftoversBefore(cutoff).getTime()));
  let end: Date | null = null;
  for (const day of await listJournalDays()) {
    if (day.to.getTime() > oldest || (await isNeeded(day, limits, mayRemain))) return end;
    end = day.to;
  }
  return end;
}

async function isNeeded(
  { from, to }: JournalDay,
  limits: Limit[],
  mayRemain: (session: AgedSession, limit: Limit) => boolean,
): Promise<boolean> {
  const range = { from: new Date(from.getTime() - ROOM_MS), to: new Date(to.getTime() + ROOM_MS) };
  for (const limit of limits) {
    for (let after = ""; ; ) {
      const page = await listSessionsReceived(limit.scope, { ...range, after, limit: PAGE });
      if (page.some((session) => !mayRemain(session, limit))) return true;
      if (page.length < PAGE) break;
      after = page.at(-1)?.sessionId ?? "";
    }
  }
  return false;
}

/** Whose days a sweep may leave to be dropped: sessions that it deletes itself. */
export function isSwept(session: AgedSession, { cutoff }: Limit): boolean {
  return isExpired(session, cutoff);
}

/** Drops the days in which no session has anything any more. Answers how many. */
export async function dropEmptyDays(limits: Limit[]): Promise<number> {
  const end = await wholeDaysBefore(limits, () => false);
  if (end === null) return 0;
  let dropped = 0;
  for (const day of await listJournalDays()) {
    if (day.to <= end && (await dropJournalDay(day))) dropped += 1;
  }
  return dropped;
}
