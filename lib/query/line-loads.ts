import { pool } from "@/lib/db";
import type { Line } from "@/lib/model/lines";
import type { ProjectScope } from "@/lib/model/scope";
import type { LineKey } from "./line-keys";
import { JOIN_WORKER, LINE_COLUMNS, type LineRow, toLine, toStoredLine } from "./line-rows";
import { idsOf } from "./line-segments";

/** The lines of these keys, in their order. What was deleted meanwhile is left out. */
export async function loadLines(scope: ProjectScope, keys: LineKey[]): Promise<Line[]> {
  const bySegment = new Map<bigint, LineKey[]>();
  for (const key of keys) {
    const among = bySegment.get(key.segment);
    if (among) among.push(key);
    else bySegment.set(key.segment, [key]);
  }
  const linesById = new Map<string, Line>();
  for (const [segment, among] of bySegment) {
    for (const row of await loadRows(scope, segment, among)) linesById.set(row.id, toLine(toStoredLine(row)));
  }
  return keys.map(({ id }) => linesById.get(String(id))).filter((line) => line !== undefined);
}

async function loadRows(scope: ProjectScope, segment: bigint, keys: LineKey[]): Promise<LineRow[]> {
  const { rows } = await pool().query<LineRow>(
    `select ${LINE_COLUMNS} from unnest($2::bigint[], $3::timestamptz[]) as key (id, at)
      join runtime_line l on l.project_id = $1 and l.at = key.at and l.id = key.id and ${idsOf(segment)} ${JOIN_WORKER}`,
    [scope.projectId, keys.map(({ id }) => String(id)), keys.map(({ atMs }) => new Date(atMs))],
  );
  return rows;
}
