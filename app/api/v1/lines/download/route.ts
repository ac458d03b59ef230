import { authenticateReader } from "@/lib/access/reader";
import { exportRuntimeLines } from "@/lib/export/runtime-lines";
import { route } from "@/lib/http/handle";
import { parseInput, queryFields } from "@/lib/http/read";
import { LineDownloadQuery } from "@/lib/model/lines";
import { saveAuditEntry } from "@/lib/store/audit";

/** All lines of a filter as a file: text or NDJSON. Who took them along stands in the audit log. */
export const GET = route(async (call) => {
  const { scope, actor } = await authenticateReader(call);
  const query = parseInput(LineDownloadQuery, queryFields(call.query));
  const { name, contentType, content } = exportRuntimeLines(scope, query, Date.now());
  const { format, order: _order, ...filter } = query;
  await saveAuditEntry(scope, { actor, action: "lines.download", target: name, details: { format, filter } });
  const headers = {
    "content-type": contentType,
    "content-disposition": `attachment; filename="${name}"`,
    "cache-control": "private, no-store",
  };
  return { status: 200, headers, body: content, facts: { project: scope.projectId, format } };
});
