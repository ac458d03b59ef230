import { pool } from "@/lib/db";
import type { StoredLine } from "@/lib/model/lines";
import type { ProjectScope } from "@/lib/model/scope";
import { JOIN_WORKER, LINE_COLUMNS, type LineRow, toStoredLine } from "./line-rows";
import type { QuietJob } from "./quiet-jobs";

/** How much of a job's output is looked at: its beginning and its end, where it began and where it failed. */
const LINES_MAX = 200;
/** The worker says last what became of a process, a moment after the job's own last line. */
const AFTER_MS = 10_000;
/** A job that goes on for long has many neighbours; only those of its beginning and its end tell of it. */
const EDGE_MS = 60_000;

/**
 * What a worker printed for a job, and beside it without naming any job, in the order of time: at most 200 lines of the beginning
 * and 200 of the end. `isCut`: there are more in between.
 */
export async function listJobLines(
  scope: ProjectScope,
  { worker, jobId, firstAt, lastAt }: QuietJob,
): Promise<{ lines: StoredLine[]; isCut: boolean }> {
  const read = async (from: Date, to: Date, order: "asc" | "desc") => {
    const { rows } = await pool().query<LineRow>({
      name: `list-job-lines-${order}`,
      text: `select ${LINE_COLUMNS} from runtime_line l ${JOIN_WORKER}
        where l.project_id = $1 and l.at between $2 and $3 and l.worker = $4 and (l.session_id = $5 or l.session_id is null)
        order by l.at ${order}, l.id ${order} limit ${LINES_MAX}`,
      values: [scope.projectId, from, to, worker.id, jobId],
    });
    return rows.map(toStoredLine);
  };
  const end = new Date(lastAt.getTime() + AFTER_MS);
  const firstEdge = new Date(Math.min(firstAt.getTime() + EDGE_MS, end.getTime()));
  const lastEdge = new Date(Math.max(lastAt.getTime() - EDGE_MS, firstAt.getTime()));
  const [first, last] = await Promise.all([read(firstAt, firstEdge, "asc"), read(lastEdge, end, "desc")]);
  const known = new Set(first.map(({ id }) => id));
  const rest = last.reverse().filter(({ id }) => !known.has(id));
  // Where both readings meet, nothing is between them.
  const isCut = rest.length === last.length && last.length > 0 && (first.length === LINES_MAX || firstEdge < lastEdge);
  return { lines: [...first, ...rest], isCut };
}
