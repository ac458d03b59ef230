import { pool } from "@/lib/db";
import { matches } from "@/lib/filter/evaluate";
import type { FilterTree } from "@/lib/filter/tree";
import type { Line } from "@/lib/model/lines";
import type { ProjectScope } from "@/lib/model/scope";
import { JOIN_WORKER, LINE_COLUMNS, type LineRow, toLine, toStoredLine } from "./line-rows";

/** One read; who wants few lines and filters little gets them by the first. */
const READ_LINES = 2_000;
/** What is older is no beginning for somebody who follows. */
const LOOKED_AT_MAX = 20_000;

/** The newest matching lines among the project's newest ones, earliest first. */
export async function newestLines(
  scope: ProjectScope,
  { tree, limit }: { tree: FilterTree | null; limit: number },
): Promise<Line[]> {
  const found: Line[] = [];
  let before: LineRow | null = null;
  for (let looked = 0; looked < LOOKED_AT_MAX && found.length < limit; looked += READ_LINES) {
    const rows: LineRow[] = await readBefore(scope, before, tree === null ? limit : READ_LINES);
    for (const line of rows.map((row) => toLine(toStoredLine(row)))) {
      if (found.length < limit && (tree === null || matches(tree, line))) found.push(line);
    }
    before = rows.at(-1) ?? null;
    if (before === null) break;
  }
  return found.reverse();
}

async function readBefore(scope: ProjectScope, before: LineRow | null, limit: number): Promise<LineRow[]> {
  const { rows } = await pool().query<LineRow>({
    name: "lines-before",
    text: `select ${LINE_COLUMNS} from (
             select * from runtime_line
             where project_id = $1 and ($2::timestamptz is null or (at, id) < ($2, $3::bigint))
             order by at desc, id desc limit $4) l
           ${JOIN_WORKER} order by l.at desc, l.id desc`,
    values: [scope.projectId, before?.at ?? null, before?.id ?? null, limit],
  });
  return rows;
}
