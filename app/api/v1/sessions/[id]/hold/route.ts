import { AppError } from "@/lib/errors";
import { read } from "@/lib/http/read";
import { write } from "@/lib/http/write";
import { HoldInput } from "@/lib/model/retention";
import { SessionPath } from "@/lib/model/sessions";
import { loadHolds } from "@/lib/query/holds";
import { loadSession } from "@/lib/query/session";
import { saveAuditEntry } from "@/lib/store/audit";
import { deleteHold, saveHold } from "@/lib/store/session-holds";

/** Who holds this session, and why; null when nobody does. */
export const GET = read(SessionPath, async (scope, { id }) => {
  const { id: known } = await loadSession(scope, id);
  return { hold: (await loadHolds(scope, [known])).get(known) ?? null };
});

/** Keeps the session from retention, deletion and erasure until the hold is lifted. */
export const PUT = write(HoldInput, async ({ scope, actor }, { id, reason }) => {
  const isHeld = await saveHold(scope, { sessionId: id, reason, heldBy: actor.name, now: new Date() });
  if (!isHeld) throw new AppError("not-found", `This project has no session ${id}.`);
  await saveAuditEntry(scope, { actor, action: "session.hold", target: id, details: { reason } });
  return { hold: (await loadHolds(scope, [id])).get(id) ?? null };
});

/** Lifts the hold. */
export const DELETE = write(SessionPath, async ({ scope, actor }, { id }) => {
  if (!(await deleteHold(scope, id))) throw new AppError("not-found", `Nobody holds session ${id}.`);
  await saveAuditEntry(scope, { actor, action: "session.release", target: id });
});
