import { pool } from "@/lib/db";
import { ENCODING, type Encoding, type JournalEntry, SIGNAL, type Signal } from "@/lib/model/journal";
import type { ReadBounds } from "@/lib/model/records";
import type { ProjectScope } from "@/lib/model/scope";

/** A row of `journal_entry` as the driver gives it. */
export interface JournalRow {
  session_id: string;
  seq: string;
  received_at: Date;
  signal: number;
  encoding: number;
  record_count: number;
  body: Buffer;
}

export const JOURNAL_COLUMNS = "session_id, seq, received_at, signal, encoding, record_count, body";

const SIGNAL_BY_CODE = new Map<number, Signal>(Object.entries(SIGNAL).map(([name, code]) => [code, name as Signal]));
const ENCODING_BY_CODE = new Map<number, Encoding>(
  Object.entries(ENCODING).map(([name, code]) => [code, name as Encoding]),
);

const UNBOUNDED: ReadBounds = { bytes: Number.MAX_SAFE_INTEGER, records: Number.MAX_SAFE_INTEGER };

/**
 * The entries of the given session keys (a session's own id and its room's), in order of (receivedAt, seq). `from`: no entry is
 * older; give it when known, or every day's partition is probed. `bounds`: of a key that has more, recordings and then the first
 * entries, at least as many as are within (the bytes here are gzip's), so that no session fills the memory.
 */
export async function readSession(
  scope: ProjectScope,
  sessionIds: string[],
  { from, bounds = UNBOUNDED }: { from?: Date; bounds?: ReadBounds } = {},
): Promise<JournalEntry[]> {
  // PostgreSQL's text ends at a zero byte, so nothing has such a key.
  if (sessionIds.length === 0 || sessionIds.some((id) => id.includes("\0"))) return [];
  const result = await pool().query<JournalRow>({
    name: from ? "read-journal-from" : "read-journal",
    text: `select ${JOURNAL_COLUMNS} from (
        select ${JOURNAL_COLUMNS}, sum(length(body)) over upto as bytes_upto, sum(record_count) over upto as records_upto
        from journal_entry where project_id = $1 and session_id = any ($2::text[]) ${from ? "and received_at >= $5" : ""}
        window upto as (partition by session_id order by signal <> ${SIGNAL.recording}, received_at, seq)
      ) as entry
      where bytes_upto - length(body) <= $3::bigint and records_upto - record_count <= $4::bigint
      order by received_at, seq`,
    values: [scope.projectId, sessionIds, bounds.bytes, bounds.records, ...(from ? [from] : [])],
  });
  return result.rows.map(toJournalEntry);
}

/** How many entries there are, and the sum of their `seq`: the same numbers are the same entries. */
export interface JournalTally {
  entries: number;
  seqSum: bigint;
}

/** Counts what `readSession` would read without bounds; no body is read. */
export async function tallySession(scope: ProjectScope, sessionIds: string[], from: Date): Promise<JournalTally> {
  const { rows } = await pool().query<{ entries: number; seq_sum: string }>({
    name: "tally-journal",
    text: `select count(*)::int as entries, coalesce(sum(seq), 0)::text as seq_sum from journal_entry
      where project_id = $1 and session_id = any ($2::text[]) and received_at >= $3`,
    values: [scope.projectId, sessionIds, from],
  });
  return { entries: rows[0]?.entries ?? 0, seqSum: BigInt(rows[0]?.seq_sum ?? 0) };
}

/** The first `entriesMax` entries of each of the given session keys, in order of (receivedAt, seq); none is older than `from`. */
export async function readBeginnings(
  scope: ProjectScope,
  sessionIds: string[],
  range: { from: Date; entriesMax: number },
): Promise<JournalEntry[]> {
  const result = await pool().query<JournalRow>({
    name: "read-journal-beginnings",
    text: `select beginning.* from unnest($2::text[]) as asked (session_id), lateral (
        select ${JOURNAL_COLUMNS} from journal_entry as entry
        where project_id = $1 and entry.session_id = asked.session_id and received_at >= $3
        order by received_at, seq limit $4
      ) as beginning
      order by received_at, seq`,
    values: [scope.projectId, sessionIds, range.from, range.entriesMax],
  });
  return result.rows.map(toJournalEntry);
}

/** The database's clock now: whatever was committed until then is seen by what is read afterwards. */
export async function readClock(): Promise<Date> {
  const { rows } = await pool().query<{ now: Date }>({ name: "read-clock", text: "select clock_timestamp() as now" });
  if (!rows[0]) throw new Error("the database did not say its time");
  return rows[0].now;
}

/** A row as an entry. Throws a plain error for a code that this version does not know: the journal is newer than we. */
export function toJournalEntry(row: JournalRow): JournalEntry {
  const signal = SIGNAL_BY_CODE.get(row.signal);
  const encoding = ENCODING_BY_CODE.get(row.encoding);
  if (!signal || !encoding) {
    throw new Error(`journal entry ${row.seq} has signal ${row.signal}, encoding ${row.encoding}: unknown here`);
  }
  return {
    sessionId: row.session_id,
    seq: BigInt(row.seq),
    receivedAt: row.received_at,
    signal,
    encoding,
    recordCount: row.record_count,
    body: row.body,
  };
}
