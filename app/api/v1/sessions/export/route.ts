import { authenticateReader } from "@/lib/access/reader";
import { exportSessionList } from "@/lib/export/session-list";
import { route } from "@/lib/http/handle";
import { parseInput, queryFields } from "@/lib/http/read";
import { SessionsExportQuery } from "@/lib/model/sessions";
import { saveAuditEntry } from "@/lib/store/audit";

/** All sessions of a filter, or the named ones, as a file: NDJSON or CSV. Who took them along stands in the audit log. */
export const GET = route(async (call) => {
  const { scope, actor } = await authenticateReader(call);
  const query = parseInput(SessionsExportQuery, queryFields(call.query));
  const { format, ids, ...filter } = query;
  await saveAuditEntry(scope, {
    actor,
    action: "sessions.export",
    target: ids ? `${ids.length} sessions` : "sessions of a filter",
    details: ids ? { format, ids } : { format, filter },
  });
  const { contentType, content } = exportSessionList(scope, query);
  const day = new Date().toISOString().slice(0, 10);
  const headers = {
    "content-type": contentType,
    "content-disposition": `attachment; filename="sessions-${day}.${format}"`,
    "cache-control": "private, no-store",
  };
  return { status: 200, headers, body: content, facts: { project: scope.projectId, format } };
});
