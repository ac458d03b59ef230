import { Readable } from "node:stream";
import type { AuditEntry, AuditExportQuery } from "@/lib/model/audit";
import type { ProjectScope } from "@/lib/model/scope";
import { listAudit } from "@/lib/query/audit";
import { csvLine } from "./csv";

const PAGE_ENTRIES = 500;
const COLUMNS = ["at", "actorKind", "actorId", "actorName", "action", "target", "details"];

/** The entries of a filter as NDJSON (as the API has them, one a line) or CSV (details as JSON), newest first, page by page. */
export function exportAudit(scope: ProjectScope, query: AuditExportQuery): { contentType: string; content: Readable } {
  const isCsv = query.format === "csv";
  return {
    contentType: isCsv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson",
    content: Readable.from(lines(scope, query, isCsv), { objectMode: false }),
  };
}

async function* lines(scope: ProjectScope, filter: AuditExportQuery, isCsv: boolean): AsyncGenerator<string> {
  if (isCsv) yield csvLine(COLUMNS);
  let cursor: string | undefined;
  do {
    const page = await listAudit(scope, { ...filter, limit: PAGE_ENTRIES, cursor });
    yield page.entries.map((entry) => (isCsv ? csvOf(entry) : `${JSON.stringify(entry)}\n`)).join("");
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}

function csvOf({ at, actor, action, target, details }: AuditEntry): string {
  return csvLine([at, actor.kind, actor.id, actor.name, action, target, JSON.stringify(details)]);
}
