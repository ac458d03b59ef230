import { randomBytes } from "node:crypto";
import { pool } from "@/lib/db";
import type { ImprovementRecord } from "@/lib/model/improvement";
import type { ProjectScope } from "@/lib/model/scope";
import { saveSettingOnce } from "./settings";

const SALT = "improvement-salt-";

/** The salt of that month ("2026-11"); those of other months are thrown away. */
export async function improvementSalt(month: string): Promise<string> {
  await pool().query({
    name: "delete-improvement-salts",
    text: "delete from setting where starts_with(name, $1) and name <> $2",
    values: [SALT, `${SALT}${month}`],
  });
  return saveSettingOnce(`${SALT}${month}`, randomBytes(32).toString("hex"));
}

/** Keeps one record; of a session that was begun to be deleted twice, once. */
export async function saveImprovementRecord(scope: ProjectScope, record: ImprovementRecord): Promise<void> {
  await pool().query({
    name: "save-improvement-record",
    text: `insert into improvement_record (project_id, id, month, figures) values ($1, $2, $3, $4) on conflict do nothing`,
    values: [scope.projectId, record.id, record.month, JSON.stringify(record.figures)],
  });
}

/** Deletes one record, or all of the project (null). Answers how many. */
export async function deleteImprovementRecords(scope: ProjectScope, id: string | null): Promise<number> {
  const { rowCount } = await pool().query({
    name: "delete-improvement-records",
    text: "delete from improvement_record where project_id = $1 and ($2::text is null or id = $2)",
    values: [scope.projectId, id],
  });
  return rowCount ?? 0;
}
