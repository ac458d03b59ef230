import { pool } from "@/lib/db";
import type { JournalEntry } from "@/lib/model/journal";
import type { ProjectScope } from "@/lib/model/scope";
import { onTouched } from "./notifications";
import { JOURNAL_COLUMNS, type JournalRow, toJournalEntry } from "./read";

/** Where a follower stands: the newest entry that it has been given. */
export interface JournalCursor {
  receivedAt: Date;
  seq: bigint;
}

/** What is followed: session keys, and whether older entries may join them. */
export interface Followed {
  sessionIds: string[];
  mayJoin: boolean;
}

/**
 * How far back each look goes behind the cursor. `received_at` is taken when a transaction begins, so an entry can
 * become visible after a younger one; a flush takes milliseconds, and one that lasts longer than this has failed.
 */
const OVERLAP_MS = 10_000;
/** Entries of other senders than LiveKit's may join a session later (`moveEntries`), with the times at which they came. */
const JOINING_OVERLAP_MS = 24 * 3600 * 1000;
const POLL_MS = 1_000;
const ENTRIES_A_LOOK_MAX = 500;
/** Bytes of one look, as they are stored: a first look at a large session comes in several. */
const BYTES_A_LOOK_MAX = 16 * 1024 * 1024;

/**
 * Yields entries of the given session keys as they are committed, oldest first, beginning behind `cursor` (null: from
 * the very first). Woken by notifications, and looks every second without. After a reconnect the entries of the last
 * seconds before the cursor come again: consumers replace by record id. Ends when `signal` aborts.
 */
export async function* followSessions(
  scope: ProjectScope,
  { sessionIds, mayJoin }: Followed,
  cursor: JournalCursor | null,
  signal: AbortSignal,
): AsyncIterable<JournalEntry[]> {
  const overlapMs = mayJoin ? JOINING_OVERLAP_MS : OVERLAP_MS;
  const alarm = new Alarm();
  const stop = onTouched(
    sessionIds.map((id) => `${scope.projectId}/${id}`),
    () => alarm.ring(),
  );
  const onAbort = () => alarm.ring();
  signal.addEventListener("abort", onAbort);
  const seen = new Map<bigint, number>();
  let newest = cursor;
  try {
    while (!signal.aborted) {
      const from = new Date(newest ? newest.receivedAt.getTime() - overlapMs : 0);
      const rows = await look(scope, sessionIds, from, seen);
      if (rows.length > 0) {
        newest = later(newest, rows);
        forget(seen, newest.receivedAt.getTime() - 2 * overlapMs);
        yield rows;
      }
      if (isLast(rows) && !signal.aborted) await alarm.wait(POLL_MS);
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    stop();
  }
}

async function look(
  scope: ProjectScope,
  sessionIds: string[],
  from: Date,
  seen: Map<bigint, number>,
): Promise<JournalEntry[]> {
  const result = await pool().query<JournalRow>({
    name: "follow-journal",
    text: `select ${JOURNAL_COLUMNS} from (
        select ${JOURNAL_COLUMNS}, sum(length(body)) over (order by received_at, seq) as bytes_upto from journal_entry
        where project_id = $1 and session_id = any ($2::text[]) and received_at >= $3 and seq <> all ($4::bigint[])
      ) as entry
      where bytes_upto - length(body) < ${BYTES_A_LOOK_MAX} order by received_at, seq limit ${ENTRIES_A_LOOK_MAX}`,
    values: [scope.projectId, sessionIds, from, [...seen.keys()].map(String)],
  });
  const entries = result.rows.map(toJournalEntry);
  for (const entry of entries) seen.set(entry.seq, entry.receivedAt.getTime());
  return entries;
}

/** Whether a look was not cut short: then there is nothing more for now. */
function isLast(entries: JournalEntry[]): boolean {
  const bytes = entries.reduce((sum, { body }) => sum + body.length, 0);
  return entries.length < ENTRIES_A_LOOK_MAX && bytes < BYTES_A_LOOK_MAX;
}

function later(cursor: JournalCursor | null, entries: JournalEntry[]): JournalCursor {
  const last = entries.at(-1);
  if (!last) throw new Error("no entries");
  if (cursor && cursor.receivedAt > last.receivedAt) return cursor;
  return { receivedAt: last.receivedAt, seq: last.seq };
}

function forget(seen: Map<bigint, number>, beforeMs: number): void {
  for (const [seq, atMs] of seen) if (atMs < beforeMs) seen.delete(seq);
}

/** Lets one waiter sleep until a time or a ring; a ring while nobody waits is not lost. */
class Alarm {
  #rung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  async wait(timeoutMs: number): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = null;
    }
    this.#rung = false;
  }
}
