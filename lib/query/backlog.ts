import { pool } from "@/lib/db";
import { readDisk } from "@/lib/disk";

/** What an operator watches of the whole installation. */
export interface Backlog {
  /** Journal entries that were ever numbered; the few that failed to commit count too. */
  entriesAccepted: number;
  /** Sessions with entries that no digest has seen. */
  sessionsWaiting: number;
  /** Age of the oldest of them since its last digest, or since its first entry. */
  oldestWaitingSeconds: number;
  /** Of the fullest disk that this machine writes to; 0 when it cannot be asked. */
  diskUsedPercent: number;
  /** Recordings whose peaks are not made yet and will be tried. */
  recordingsWaiting: number;
}

/** How far the background process is behind, over all projects: for operators, not for tenants. */
export async function loadBacklog(): Promise<Backlog> {
  const result = await pool().query<{ [K in keyof Omit<Backlog, "diskUsedPercent">]: string | number }>({
    name: "load-backlog",
    text: `select
      (select case when is_called then last_value else 0 end from journal_entry_seq_seq) as "entriesAccepted",
      (select count(*) from activity) as "sessionsWaiting",
      (select coalesce(extract(epoch from now() - min(coalesce(digested_at, first_at))), 0) from activity)
        as "oldestWaitingSeconds",
      (select count(*) from recording where peaks_blob_key is null and failure is null) as "recordingsWaiting"`,
  });
  const row = result.rows[0];
  if (!row) throw new Error("a select without a table gave no row");
  return {
    entriesAccepted: Number(row.entriesAccepted),
    sessionsWaiting: Number(row.sessionsWaiting),
    oldestWaitingSeconds: Number(row.oldestWaitingSeconds),
    recordingsWaiting: Number(row.recordingsWaiting),
    diskUsedPercent: (await readDisk()).usedPercent ?? 0,
  };
}
