import { write } from "@/lib/http/write";
import { DeletionsInput } from "@/lib/model/retention";
import { loadHolds } from "@/lib/query/holds";
import { saveAuditEntry } from "@/lib/store/audit";
import { hideSessions } from "@/lib/store/session-deletions";

/** Deletes several sessions: out of sight at once, journal and files follow within seconds. Held ones stay. */
export const POST = write(
  DeletionsInput,
  async ({ scope, actor }, { ids }) => {
    const deleted = await hideSessions(scope, ids, { askedBy: actor.name, now: new Date() });
    for (const id of deleted) await saveAuditEntry(scope, { actor, action: "session.delete", target: id });
    return { deleted, held: [...(await loadHolds(scope, ids)).keys()] };
  },
  { status: 202 },
);
