import { read } from "@/lib/http/read";
import { RunPath } from "@/lib/model/retention";
import { loadRetentionRun } from "@/lib/query/retention-runs";

/** What a run found or deleted, so far while it is running. */
export const GET = read(RunPath, (scope, { id }) => loadRetentionRun(scope, id));
