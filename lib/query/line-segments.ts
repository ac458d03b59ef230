import { pool } from "@/lib/db";
import type { LineFilter } from "@/lib/model/lines";
import type { ProjectScope } from "@/lib/model/scope";

/** A stretch of ids of `runtime_line` in which a project has lines (docs/decisions/0014-lines.md). */
export interface LineSegment {
  segment: bigint;
  minAtMs: number;
  maxAtMs: number;
  lineCount: number;
  isIndexed: boolean;
}

/** From `fromMs` on, before `toMs`, in ms since the epoch; null: without end. */
export interface TimeSpan {
  fromMs: number | null;
  toMs: number | null;
}

/** The segments that can hold lines of a time, those with the newest lines first. */
export async function listLineSegments(scope: ProjectScope, { fromMs, toMs }: TimeSpan): Promise<LineSegment[]> {
  const { rows } = await pool().query<{
    segment: string;
    min_at: Date;
    max_at: Date;
    line_count: string;
    is_indexed: boolean;
  }>({
    name: "list-line-segments",
    text: `select segment, min_at, max_at, line_count, indexed_at is not null as is_indexed from line_segment
      where project_id = $1 and ($2::timestamptz is null or max_at >= $2) and ($3::timestamptz is null or min_at < $3)
      order by max_at desc, segment desc`,
    values: [scope.projectId, toDate(fromMs), toDate(toMs)],
  });
  return rows.map((row) => ({
    segment: BigInt(row.segment),
    minAtMs: row.min_at.getTime(),
    maxAtMs: row.max_at.getTime(),
    lineCount: Number(row.line_count),
    isIndexed: row.is_indexed,
  }));
}

/** Where and when its lines are, as far as they are known. */
export function placeOf({ segment, minAtMs, maxAtMs }: LineSegment) {
  return { segment, times: { fromMs: minAtMs, toMs: maxAtMs + 1 } };
}

/** The time that a filter is about. */
export function toSpan({ from, to }: Pick<LineFilter, "from" | "to">): TimeSpan {
  return { fromMs: from === undefined ? null : Date.parse(from), toMs: to === undefined ? null : Date.parse(to) };
}

/** The ids of a segment, as literals: only so the planner leaves the other partitions alone while it plans. */
export function idsOf(segment: bigint): string {
  return `l.id >= ${segment << 18n} and l.id < ${(segment + 1n) << 18n}`;
}

/** What the driver makes a timestamp of. */
export function toDate(atMs: number | null): Date | null {
  return atMs === null ? null : new Date(atMs);
}
