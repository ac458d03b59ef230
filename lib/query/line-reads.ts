import { pool } from "@/lib/db";
import type { StoredLine } from "@/lib/model/lines";
import type { ProjectScope } from "@/lib/model/scope";
import { JOIN_WORKER, LINE_COLUMNS, type LineRow, toStoredLine } from "./line-rows";

/** Ids of one segment of `runtime_line`, as a power of two (docs/decisions/0014-lines.md). */
const SEGMENT_BITS = 18n;
/** Raw text of one read: lines may have 256 KiB each. */
const READ_BYTES_MAX = 8 * 1024 * 1024;

/** The lines of a range of ids, in the order in which they became visible. */
export interface LineRead {
  lines: StoredLine[];
  /** All lines of the project up to this id have been read. */
  upTo: bigint;
  /** The bound of lines or bytes was reached: there may be more. */
  isCut: boolean;
}

/** The id of the project's newest line; 0 when it has none. A project's ids become visible in their order. */
export async function newestLineId(scope: ProjectScope): Promise<bigint> {
  // Without the segment every partition would be looked into: ids have no index of their own.
  const { rows } = await pool().query<{ id: string | null }>({
    name: "newest-line-id",
    text: `select max(id) as id from runtime_line where project_id = $1 and id >= (
             select coalesce(max(segment), 0) << $2::int from line_segment where project_id = $1)`,
    values: [scope.projectId, Number(SEGMENT_BITS)],
  });
  return BigInt(rows[0]?.id ?? 0);
}

/**
 * Reads what lies past an id, at most `linesMax` lines and some megabytes of text, the lowest ids first. `upTo`: not past
 * that one; null for all that there is.
 */
export async function readLinesAfter(
  scope: ProjectScope,
  after: bigint,
  { upTo, linesMax }: { upTo: bigint | null; linesMax: number },
): Promise<LineRead> {
  const { rows } = await pool().query<LineRow & { size_before: string }>({
    name: "lines-after",
    text: `select * from (
             select ${LINE_COLUMNS}, sum(octet_length(l.raw)) over (order by l.id) - octet_length(l.raw) as size_before
             from (select * from runtime_line
                   where project_id = $1 and id > $2 and ($3::bigint is null or id <= $3)
                   order by id limit $4) l
             ${JOIN_WORKER}) lines
           where size_before < $5 order by id`,
    values: [scope.projectId, String(after), upTo === null ? null : String(upTo), linesMax, READ_BYTES_MAX],
  });
  const lines = rows.map(toStoredLine);
  const last = rows.at(-1);
  const isCut = last !== undefined && (rows.length === linesMax || isOverBytes(last));
  const lastId = lines.at(-1)?.id ?? after;
  return { lines, isCut, upTo: isCut || upTo === null ? lastId : upTo };
}

function isOverBytes(last: LineRow & { size_before: string }): boolean {
  return Number(last.size_before) + Buffer.byteLength(last.raw) >= READ_BYTES_MAX;
}

/**
 * Where a reader goes on who is too far behind: the id behind which the newest `keep` lines begin, and how many lines lie
 * between. Null when it is no more than `keep` lines behind.
 */
export async function skipAhead(
  scope: ProjectScope,
  after: bigint,
  keep: number,
): Promise<{ to: bigint; leftOut: number } | null> {
  const { rows } = await pool().query<{ to: string | null; left_out: string }>({
    name: "lines-skip",
    text: `with target as (
             select id from runtime_line where project_id = $1 and id > $2 order by id desc offset $3 limit 1)
           select (select id from target) as to, count(*) as left_out from runtime_line
           where project_id = $1 and id > $2 and id <= (select id from target)`,
    values: [scope.projectId, String(after), keep],
  });
  const row = rows[0];
  return row?.to ? { to: BigInt(row.to), leftOut: Number(row.left_out) } : null;
}
