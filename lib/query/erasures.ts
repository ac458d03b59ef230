import { pool } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { ErasedSession, Erasure, ErasuresAnswer } from "@/lib/model/erasures";
import type { ProjectScope } from "@/lib/model/scope";

interface ErasureRow {
  id: string;
  state: Erasure["state"];
  dry_run: boolean;
  subject: Record<string, string>;
  asked_by: string;
  asked_at: Date;
  ended_at: Date | null;
  sessions: ErasedSession[];
  rows: string;
  blobs: string;
  bytes: string;
  failure: string | null;
}

const COLUMNS = "id, state, dry_run, subject, asked_by, asked_at, ended_at, sessions, rows, blobs, bytes, failure";
const ERASURES_LISTED = 100;

/** The receipt of one erasure. Errors: `not-found`. */
export async function loadErasure(scope: ProjectScope, id: string): Promise<Erasure> {
  const { rows } = await pool().query<ErasureRow>({
    name: "load-erasure",
    text: `select ${COLUMNS} from erasure where project_id = $1 and id = $2`,
    values: [scope.projectId, id],
  });
  if (!rows[0]) throw new AppError("not-found", `There is no erasure ${id}.`);
  return toErasure(rows[0]);
}

/** The project's erasures, the latest first. */
export async function listErasures(scope: ProjectScope): Promise<ErasuresAnswer> {
  const { rows } = await pool().query<ErasureRow>({
    name: "list-erasures",
    text: `select ${COLUMNS} from erasure where project_id = $1 order by asked_at desc, id limit ${ERASURES_LISTED}`,
    values: [scope.projectId],
  });
  return { erasures: rows.map(toErasure) };
}

/** The sessions that an erasure has found so far. */
export async function listErased(scope: ProjectScope, id: string): Promise<ErasedSession[]> {
  return (await loadErasure(scope, id)).matched;
}

const NOTES = [
  "Sums over many sessions (usage, latency) stay: nobody can be told from them.",
  "The audit log keeps that this erasure was made, and this receipt keeps what it was about.",
  "Copies outside Earshot (downloads, backups of database and files) are yours to erase.",
];

function toErasure(row: ErasureRow): Erasure {
  const gone = row.sessions.filter(({ keptBecause }) => keptBecause === null);
  return {
    id: row.id,
    state: row.state,
    dryRun: row.dry_run,
    subject: row.subject,
    askedBy: row.asked_by,
    askedAt: row.asked_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    matched: row.sessions,
    sessions: gone.length,
    rows: Number(row.rows),
    blobs: Number(row.blobs),
    bytes: Number(row.bytes),
    notes: NOTES,
    failure: row.failure,
  };
}
