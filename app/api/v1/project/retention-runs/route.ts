import { z } from "zod";
import { read } from "@/lib/http/read";
import { write } from "@/lib/http/write";
import { RetentionRunInput } from "@/lib/model/retention";
import { listRetentionRuns } from "@/lib/query/retention-runs";
import { saveAuditEntry } from "@/lib/store/audit";
import { saveRetentionRun } from "@/lib/store/retention-runs";

/** The last runs, and when the next comes by itself. */
export const GET = read(z.object({}), (scope) => listRetentionRuns(scope, new Date()));

/** Asks for a run now, or for a look at what one would delete. */
export const POST = write(
  RetentionRunInput,
  async ({ scope, actor }, { dryRun }) => {
    const id = await saveRetentionRun(scope, { dryRun, askedBy: actor.name, now: new Date() });
    await saveAuditEntry(scope, { actor, action: "retention.ask", target: id, details: { dryRun } });
    return { id };
  },
  { status: 202 },
);
