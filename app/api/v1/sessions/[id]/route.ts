import { AppError } from "@/lib/errors";
import { readSession } from "@/lib/http/read";
import { write } from "@/lib/http/write";
import { SessionPath } from "@/lib/model/sessions";
import { loadHolds } from "@/lib/query/holds";
import { loadSession } from "@/lib/query/session";
import { saveAuditEntry } from "@/lib/store/audit";
import { hideSessions } from "@/lib/store/session-deletions";
import { editorFor } from "./for-reader";

/** One session's header. */
export const GET = readSession(SessionPath, async (reader, { id }) => {
  const edit = await editorFor(reader);
  const session = await loadSession(reader.scope, id);
  return edit(reader.rights.has("hear") || !reader.share ? session : { ...session, recording: null });
});

/** Deletes the session: it is out of sight at once, journal and files follow within seconds. */
export const DELETE = write(
  SessionPath,
  async ({ scope, actor }, { id }) => {
    const hidden = await hideSessions(scope, [id], { askedBy: actor.name, now: new Date() });
    if (hidden.length === 0) {
      const hold = (await loadHolds(scope, [id])).get(id);
      if (hold)
        throw new AppError("conflict", `${hold.heldBy} holds this session: ${hold.reason}. Lift the hold first.`);
      throw new AppError("not-found", `This project has no session ${id}.`);
    }
    await saveAuditEntry(scope, { actor, action: "session.delete", target: id });
    return { id };
  },
  { status: 202 },
);
