import { z } from "zod";
import { read } from "@/lib/http/read";
import { write } from "@/lib/http/write";
import { ErasureInput } from "@/lib/model/erasures";
import { listErasures } from "@/lib/query/erasures";
import { saveAuditEntry } from "@/lib/store/audit";
import { saveErasure } from "@/lib/store/erasures";

/** The project's erasures with their receipts. */
export const GET = read(z.object({}), (scope) => listErasures(scope), "manage");

/** Erases everything of a participant, a phone number, a room or a session; a dry run only says what that is. */
export const POST = write(
  ErasureInput,
  async ({ scope, actor }, { dryRun, ...subject }) => {
    const id = await saveErasure(scope, { dryRun, subject, askedBy: actor.name, now: new Date() });
    // Whom it is about stands in the receipt only.
    const details = { by: Object.keys(subject), dryRun };
    await saveAuditEntry(scope, { actor, action: "erasure.ask", target: id, details });
    return { id };
  },
  { status: 202 },
);
