import { AppError } from "@/lib/errors";
import type { JournalEntry } from "@/lib/model/journal";

/** Where a reader of a session's journal stands: behind the newest entry it has seen. */
export interface JournalPlace {
  receivedAt: Date;
  seq: bigint;
}

/** The place behind the given entries as text: milliseconds and sequence of the newest one; "" when there is none. */
export function packJournalCursor(entries: readonly JournalEntry[]): string {
  const newest = newestOf(entries);
  return newest ? `${newest.receivedAt.getTime()}-${newest.seq}` : "";
}

/** Reads `packJournalCursor`'s text; null for an empty one: from the beginning. Errors: `invalid` for other words. */
export function unpackJournalCursor(cursor: string): JournalPlace | null {
  if (cursor === "") return null;
  const match = /^(\d{1,15})-(\d{1,19})$/.exec(cursor);
  if (!match) throw new AppError("invalid", "The cursor is damaged: take it from a timeline or an event, unchanged.");
  return { receivedAt: new Date(Number(match[1])), seq: BigInt(match[2] as string) };
}

/** Whether an entry lies at or before a place in the order of (receivedAt, seq). */
export function isSeen(entry: JournalPlace, place: JournalPlace): boolean {
  const difference = entry.receivedAt.getTime() - place.receivedAt.getTime();
  return difference < 0 || (difference === 0 && entry.seq <= place.seq);
}

/** The newest entry in the order of (receivedAt, seq). */
export function newestOf(entries: readonly JournalEntry[]): JournalEntry | null {
  let newest: JournalEntry | null = null;
  for (const entry of entries) if (!newest || isSeen(newest, entry)) newest = entry;
  return newest;
}
