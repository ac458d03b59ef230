import { pool } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { type ImprovementAnswer, ImprovementRecord } from "@/lib/model/improvement";
import type { SessionRecords } from "@/lib/model/records";
import type { ProjectScope } from "@/lib/model/scope";
import { toEndOfTurnProbabilities } from "@/lib/normalise/end-of-turn";
import { loadRecords } from "./session-records";

const RECORDS_LISTED = 200;

/** A session and what its turn detector said; null when nothing of it can be read any more. */
export async function loadImprovementFacts(
  scope: ProjectScope,
  sessionId: string,
): Promise<{ records: SessionRecords; endOfTurnProbabilities: number[] } | null> {
  try {
    const { records } = await loadRecords(scope, sessionId);
    return { records, endOfTurnProbabilities: toEndOfTurnProbabilities(records.spans) };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** What sessions past retention have left, the latest months first; `count` is of all. */
export async function listImprovementRecords(scope: ProjectScope): Promise<ImprovementAnswer> {
  const { rows } = await pool().query<{ id: string; month: string; figures: unknown; count: string }>({
    name: "list-improvement-records",
    text: `select id, month, figures, count(*) over () as count from improvement_record
      where project_id = $1 order by month desc, id limit ${RECORDS_LISTED}`,
    values: [scope.projectId],
  });
  const records = rows.map(({ id, month, figures }) => ImprovementRecord.parse({ id, month, figures }));
  return { count: Number(rows[0]?.count ?? 0), records };
}
