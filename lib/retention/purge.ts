import { deleteEntries, sumEntries } from "@/lib/journal/delete";
import type { Taken } from "@/lib/model/retention";
import type { ProjectScope } from "@/lib/model/scope";
import { listSharedRooms } from "@/lib/query/aged-sessions";
import { listSessionFiles, withPeaks } from "@/lib/query/session-files";
import { deleteFiles } from "@/lib/store/files";
import { countSessionRows, deleteSessionRows } from "@/lib/store/session-data";
import { purgeJobLines } from "./lines";

/** What a purge is about: a session, or a key of the journal that no session answers to. */
export interface Purged {
  sessionId: string;
  roomId: string | null;
}

interface PurgeOptions {
  /** Only count. */
  isDry: boolean;
  /** Entries that came before this are counted and left: their whole day is dropped next. */
  daysDroppedBefore?: Date | null;
  /** Audio files that are known to be theirs although no row says so any more. */
  audioKeys?: string[];
  /** What their jobs printed goes, too: sessions that somebody deletes. Of those that are too old it has an age of its own. */
  hasLines?: boolean;
}

/**
 * Deletes everything of these sessions: files first, then the journal, then the rows, so that a process that dies on the way leaves
 * rows by which the rest is found again, and never a file that nobody knows. What came under the room's id goes with the room's
 * last session. Safe to repeat. `sessions` of the answer is how many were given.
 */
export async function purgeSessions(scope: ProjectScope, purged: Purged[], options: PurgeOptions): Promise<Taken> {
  const { isDry, daysDroppedBefore = null, audioKeys = [], hasLines = false } = options;
  const sessionIds = purged.map(({ sessionId }) => sessionId);
  const keys = await journalKeys(scope, purged);
  const files = [...(await listSessionFiles(scope, sessionIds, keys)), ...(await withPeaks(audioKeys))];
  if (!isDry) {
    await deleteFiles(
      scope,
      files.map(({ key }) => key),
    );
  }
  const fileBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const left = daysDroppedBefore && !isDry ? await sumEntries(scope, keys, daysDroppedBefore) : { rows: 0, bytes: 0 };
  const journal = isDry
    ? await sumEntries(scope, keys)
    : await deleteEntries(scope, keys, daysDroppedBefore ?? undefined);
  const lines = hasLines ? await purgeJobLines(scope, sessionIds, isDry) : { rows: 0, bytes: 0 };
  const rows = isDry ? await countSessionRows(scope, sessionIds) : await deleteSessionRows(scope, sessionIds);
  return {
    sessions: purged.length,
    rows: rows + journal.rows + left.rows + lines.rows,
    blobs: files.length,
    bytes: fileBytes + journal.bytes + left.bytes + lines.bytes,
  };
}

/** The keys that nothing but these sessions is known by. */
async function journalKeys(scope: ProjectScope, purged: Purged[]): Promise<string[]> {
  const sessionIds = purged.map(({ sessionId }) => sessionId);
  const rooms = [...new Set(purged.flatMap(({ roomId }) => (roomId === null ? [] : [roomId])))];
  const shared = rooms.length > 0 ? await listSharedRooms(scope, rooms, sessionIds) : new Set<string>();
  return [...new Set([...sessionIds, ...rooms.filter((room) => !shared.has(room))])];
}
