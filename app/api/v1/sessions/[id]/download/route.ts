import { authenticateReader } from "@/lib/access/reader";
import { exportZip } from "@/lib/export/zip";
import { route } from "@/lib/http/handle";
import { parseInput } from "@/lib/http/read";
import { SessionPath } from "@/lib/model/sessions";
import { saveAuditEntry } from "@/lib/store/audit";

/** Everything of one session as a zip; without its sound for those who may not hear it. */
export const GET = route(async (call) => {
  const { scope, actor, rights } = await authenticateReader(call);
  const { id } = parseInput(SessionPath, call.params);
  const { fileName, content } = await exportZip(scope, id, { withAudio: rights.has("hear") });
  if (call.method !== "HEAD") await saveAuditEntry(scope, { actor, action: "session.download", target: id });
  const headers = {
    "content-type": "application/zip",
    "content-disposition": `attachment; filename="${fileName}"`,
    "cache-control": "private, no-store",
  };
  return { status: 200, headers, body: content };
});
