import { pool } from "@/lib/db";
import { SIGNAL } from "@/lib/model/journal";
import type { ProjectScope } from "@/lib/model/scope";
import { JOURNAL_COLUMNS, type JournalRow, toJournalEntry } from "./read";

/** Rows and bytes of bodies. */
export interface JournalShare {
  rows: number;
  bytes: number;
}

interface ShareRow {
  rows: string;
  bytes: string;
}

/** One statement deletes so many entries at most: it holds its locks for a moment, and a stop waits for no more than that. */
const ENTRIES_A_STATEMENT = 5_000;

const BEGINNING = new Date(0);

/** How much the journal has under these keys (session ids, rooms); `before`: of what came before it. */
export async function sumEntries(scope: ProjectScope, keys: string[], before?: Date): Promise<JournalShare> {
  const { rows } = await pool().query<ShareRow>({
    name: before ? "sum-journal-entries-before" : "sum-journal-entries",
    text: `select count(*) as rows, coalesce(sum(length(body)), 0) as bytes from journal_entry
      where project_id = $1 and session_id = any ($2::text[]) ${before ? "and received_at < $3" : ""}`,
    values: before ? [scope.projectId, keys, before] : [scope.projectId, keys],
  });
  return toShare(rows[0]);
}

/**
 * Deletes everything under these keys, and takes them off the digest's list; `from`: leaves what came before it to the end of its
 * whole day. Safe to repeat.
 */
export async function deleteEntries(scope: ProjectScope, keys: string[], from = BEGINNING): Promise<JournalShare> {
  await pool().query({
    name: "delete-activity",
    text: "delete from activity where project_id = $1 and session_id = any ($2::text[])",
    values: [scope.projectId, keys],
  });
  const total = { rows: 0, bytes: 0 };
  for (;;) {
    const { rows } = await pool().query<ShareRow>({
      name: "delete-journal-entries",
      text: `with chosen as (
          select session_id, received_at, seq from journal_entry
          where project_id = $1 and session_id = any ($2::text[]) and received_at >= $3 limit ${ENTRIES_A_STATEMENT}
        ), gone as (
          delete from journal_entry j using chosen
          where j.project_id = $1 and j.session_id = chosen.session_id and j.received_at = chosen.received_at
            and j.seq = chosen.seq
          returning length(body) as bytes
        )
        select count(*) as rows, coalesce(sum(bytes), 0) as bytes from gone`,
      values: [scope.projectId, keys, from],
    });
    const share = toShare(rows[0]);
    total.rows += share.rows;
    total.bytes += share.bytes;
    if (share.rows < ENTRIES_A_STATEMENT) return total;
  }
}

/** The uploads of recordings under these keys: they name files, also ones that another upload replaced. */
export async function readUploads(scope: ProjectScope, keys: string[]) {
  const { rows } = await pool().query<JournalRow>({
    name: "read-uploads",
    text: `select ${JOURNAL_COLUMNS} from journal_entry
      where project_id = $1 and session_id = any ($2::text[]) and signal = ${SIGNAL.recording}`,
    values: [scope.projectId, keys],
  });
  return rows.map(toJournalEntry);
}

/** The uploads of recordings that came in that time, whosever they are. */
export async function readUploadsReceived(scope: ProjectScope, { from, to }: { from: Date; to: Date }) {
  const { rows } = await pool().query<JournalRow>({
    name: "read-uploads-received",
    text: `select ${JOURNAL_COLUMNS} from journal_entry
      where project_id = $1 and signal = ${SIGNAL.recording} and received_at >= $2 and received_at < $3`,
    values: [scope.projectId, from, to],
  });
  return rows.map(toJournalEntry);
}

/**
 * Keys with entries in that time that no session answers to (a room whose agent sent nothing, what was left of a deletion that
 * was cut off) and that no digest waits for (an import of long ago), in their order from behind `after` ("" begins).
 */
export async function listLeftoverKeys(
  scope: ProjectScope,
  { from = BEGINNING, before, after, limit }: { from?: Date; before: Date; after: string; limit: number },
): Promise<string[]> {
  const { rows } = await pool().query<{ session_id: string }>({
    name: "list-leftover-keys",
    text: `select distinct session_id from journal_entry j
      where project_id = $1 and received_at >= $5 and received_at < $2 and session_id > $4
        and not exists (select from session s where s.project_id = $1 and s.session_id = j.session_id)
        and not exists (select from session s where s.project_id = $1 and s.room_id = j.session_id)
        and not exists (select from activity a where a.project_id = $1 and a.session_id = j.session_id
          and a.last_at >= $2)
      order by session_id limit $3`,
    values: [scope.projectId, before, limit, after, from],
  });
  return rows.map((row) => row.session_id);
}

function toShare(row: ShareRow | undefined): JournalShare {
  return { rows: Number(row?.rows ?? 0), bytes: Number(row?.bytes ?? 0) };
}
