import { randomUUID } from "node:crypto";
import { pool } from "@/lib/db";
import type { Actor } from "@/lib/model/people";
import type { ProjectScope } from "@/lib/model/scope";

export interface NewAuditEntry {
  actor: Actor;
  /** Dotted words, the noun first: "project.update", "recording.play". */
  action: string;
  /** What it was done to: an id, a name. */
  target: string;
  /** For changes `{ before, after }` of the changed fields; else facts of the action. Never a secret. */
  details?: Record<string, unknown>;
}

/**
 * Adds one line to the project's audit log. Call it after the act was done, and let a failure fail the request: what is not
 * in the log must not look done. Nothing in the product changes or removes entries but their age (`deleteOldAudit`).
 */
export async function saveAuditEntry(scope: ProjectScope, entry: NewAuditEntry): Promise<void> {
  const { actor, action, target, details = {} } = entry;
  await pool().query({
    name: "save-audit-entry",
    text: `insert into audit_entry (project_id, id, actor_kind, actor_id, actor_name, action, target, details)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [scope.projectId, randomUUID(), actor.kind, actor.id, actor.name, action, target, JSON.stringify(details)],
  });
}

/** Removes the entries that are older than the project keeps its audit log (`audit_days`); answers how many. */
export async function deleteOldAudit(scope: ProjectScope, now: Date): Promise<number> {
  const result = await pool().query({
    text: `delete from audit_entry where project_id = $1
      and at < $2::timestamptz - (select make_interval(days => audit_days) from project where id = $1)`,
    values: [scope.projectId, now],
  });
  return result.rowCount ?? 0;
}
