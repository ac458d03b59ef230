import { pool } from "@/lib/db";
import type { AuditAnswer, AuditEntry, AuditFilter, AuditQuery } from "@/lib/model/audit";
import type { ProjectScope } from "@/lib/model/scope";
import { type PageCursor, packPageCursor, unpackPageCursor } from "./page-cursor";

interface AuditRow {
  id: string;
  at: Date;
  actor_kind: AuditEntry["actor"]["kind"];
  actor_id: string;
  actor_name: string;
  action: string;
  target: string;
  details: Record<string, unknown>;
}

/** One page of the project's audit log, newest first. Errors: `invalid` for a damaged cursor. */
export async function listAudit(scope: ProjectScope, query: AuditQuery): Promise<AuditAnswer> {
  const cursor = query.cursor ? unpackPageCursor(query.cursor, "instant") : null;
  const entries = await loadEntries(scope, query, { cursor, limit: query.limit + 1 });
  const isMore = entries.length > query.limit;
  const page = entries.slice(0, query.limit);
  const last = page.at(-1);
  return { entries: page, nextCursor: isMore && last ? packPageCursor({ value: last.at, id: last.id }) : null };
}

async function loadEntries(
  scope: ProjectScope,
  filter: AuditFilter,
  { cursor, limit }: { cursor: PageCursor | null; limit: number },
): Promise<AuditEntry[]> {
  const result = await pool().query<AuditRow>({
    text: `select id, at, actor_kind, actor_id, actor_name, action, target, details from audit_entry
      where project_id = $1
        and ($2::timestamptz is null or (at, id) < ($2, $3))
        and ($4::text is null or actor_id = $4 or actor_name = $4)
        and ($5::text is null or action = $5 or starts_with(action, $5 || '.'))
        and ($6::timestamptz is null or at >= $6)
        and ($7::timestamptz is null or at < $7)
        and ($8::text is null or position(lower($8) in lower(concat_ws(' ', actor_name, action, target, details::text))) > 0)
      order by at desc, id desc limit $9`,
    values: [
      scope.projectId,
      ...[cursor?.value ?? null, cursor?.id ?? null, filter.actor ?? null, filter.action ?? null],
      ...[filter.from ?? null, filter.to ?? null, filter.q ?? null, limit],
    ],
  });
  return result.rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    target: row.target,
    details: row.details,
  }));
}
