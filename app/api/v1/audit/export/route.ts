import { authenticateReader } from "@/lib/access/reader";
import { exportAudit } from "@/lib/export/audit";
import { route } from "@/lib/http/handle";
import { parseInput } from "@/lib/http/read";
import { AuditExportQuery } from "@/lib/model/audit";
import { saveAuditEntry } from "@/lib/store/audit";

/** The audit log, or what a filter leaves of it, as a file. Taking it along stands in it, too. */
export const GET = route(async (call) => {
  const { scope, actor } = await authenticateReader(call, "manage");
  const query = parseInput(AuditExportQuery, Object.fromEntries(call.query));
  await saveAuditEntry(scope, { actor, action: "audit.export", target: query.format, details: { filter: query } });
  const { contentType, content } = exportAudit(scope, query);
  const headers = {
    "content-type": contentType,
    "content-disposition": `attachment; filename="audit-${new Date().toISOString().slice(0, 10)}.${query.format}"`,
    "cache-control": "private, no-store",
  };
  return { status: 200, headers, body: content, facts: { project: scope.projectId, format: query.format } };
});
