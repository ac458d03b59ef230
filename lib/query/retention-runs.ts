import { pool } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { RetentionRun, RetentionRunsAnswer } from "@/lib/model/retention";
import type { ProjectScope } from "@/lib/model/scope";

const DAY_MS = 24 * 3600 * 1000;
const RUNS_LISTED = 100;

/** Who asks for the run that comes by itself; the name of one that a person asked for is the person's. */
export const DAILY_RUN = "Earshot";

interface RunRow {
  id: string;
  state: RetentionRun["state"];
  dry_run: boolean;
  asked_by: string;
  cutoff_at: Date;
  started_at: Date;
  ended_at: Date | null;
  sessions: string;
  rows: string;
  blobs: string;
  bytes: string;
  failure: string | null;
}

const COLUMNS = `id, state, dry_run, asked_by, cutoff_at, started_at, ended_at, sessions, rows, blobs, bytes, failure`;

/** One run. Errors: `not-found`. */
export async function loadRetentionRun(scope: ProjectScope, id: string): Promise<RetentionRun> {
  const { rows } = await pool().query<RunRow>({
    name: "load-retention-run",
    text: `select ${COLUMNS} from retention_run where project_id = $1 and id = $2`,
    values: [scope.projectId, id],
  });
  if (!rows[0]) throw new AppError("not-found", `There is no retention run ${id}.`);
  return toRun(rows[0]);
}

/** The project's last runs, the latest first, and when the next comes by itself. */
export async function listRetentionRuns(scope: ProjectScope, now: Date): Promise<RetentionRunsAnswer> {
  const { rows } = await pool().query<RunRow>({
    name: "list-retention-runs",
    text: `select ${COLUMNS} from retention_run where project_id = $1 order by started_at desc, id limit ${RUNS_LISTED}`,
    values: [scope.projectId],
  });
  const next = await pool().query<{ at: Date }>({
    name: "next-retention-run",
    text: `select coalesce(max(r.started_at), max(p.created_at)) as at from project p
      left join retention_run r on r.project_id = p.id and r.asked_by = $2 where p.id = $1`,
    values: [scope.projectId, DAILY_RUN],
  });
  const last = next.rows[0]?.at ?? now;
  const nextMs = Math.max(last.getTime() + DAY_MS, now.getTime());
  return { runs: rows.map(toRun), nextRunAt: new Date(nextMs).toISOString() };
}

function toRun(row: RunRow): RetentionRun {
  return {
    id: row.id,
    state: row.state,
    dryRun: row.dry_run,
    askedBy: row.asked_by,
    cutoffAt: row.cutoff_at.toISOString(),
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    sessions: Number(row.sessions),
    rows: Number(row.rows),
    blobs: Number(row.blobs),
    bytes: Number(row.bytes),
    failure: row.failure,
  };
}
