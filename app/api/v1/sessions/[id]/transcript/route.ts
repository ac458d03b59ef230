import { authenticateSessionReader } from "@/lib/access/reader";
import { exportTranscript } from "@/lib/export/transcript";
import { route } from "@/lib/http/handle";
import { parseInput, queryFields } from "@/lib/http/read";
import { TranscriptQuery } from "@/lib/model/timeline";
import { loadTranscript } from "@/lib/query/large-sessions";
import { saveAuditEntry } from "@/lib/store/audit";
import { editorFor } from "../for-reader";

/** What was said, as a file: text for people, JSON for programs, WebVTT for players. */
export const GET = route(async (call) => {
  const reader = await authenticateSessionReader(call);
  const { scope, actor } = reader;
  const { id, format } = parseInput(TranscriptQuery, { ...queryFields(call.query), ...call.params });
  const edit = await editorFor(reader);
  const { fileName, contentType, content } = exportTranscript(edit(await loadTranscript(scope, id)), format);
  const details = { part: "transcript", format };
  if (call.method !== "HEAD") await saveAuditEntry(scope, { actor, action: "session.download", target: id, details });
  const headers = {
    "content-type": contentType,
    "content-disposition": `attachment; filename="${fileName}"`,
    "cache-control": "private, no-store",
  };
  return { status: 200, headers, body: content, facts: { project: scope.projectId, format } };
});
