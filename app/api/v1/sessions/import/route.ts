import { checkSameOrigin } from "@/lib/access/origin";
import { authenticateReader } from "@/lib/access/reader";
import { AppError } from "@/lib/errors";
import { route } from "@/lib/http/handle";
import { json } from "@/lib/http/read";
import { importSession } from "@/lib/import/session";
import type { ImportAnswer } from "@/lib/model/imports";
import { saveAuditEntry } from "@/lib/store/audit";

/** As browsers and other programs call a zip. */
const ZIP_TYPES = /^application\/(zip|x-zip-compressed|octet-stream)\b/i;

/** Takes a session that was downloaded as a zip. */
export const POST = route(async (call) => {
  checkSameOrigin(call);
  const { scope, actor } = await authenticateReader(call, "write");
  const contentType = call.header("content-type") ?? "";
  if (!ZIP_TYPES.test(contentType)) {
    throw new AppError("unsupported", `Send the zip itself as the body, as application/zip, not "${contentType}".`);
  }
  const importedBy = actor.name;
  const { sessionId, originalId, entryCount } = await importSession(scope, call.streamBody(), {
    importedBy,
    now: new Date(),
  });
  const details = { originalId, entries: entryCount };
  await saveAuditEntry(scope, { actor, action: "session.import", target: sessionId, details });
  const answer: ImportAnswer = { sessionId };
  return { ...json(answer, { project: scope.projectId, sessionId, entries: entryCount }), status: 201 };
});
