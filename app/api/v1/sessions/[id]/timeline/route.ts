import { read } from "@/lib/http/read";
import { SessionPath } from "@/lib/model/sessions";
import { loadTimeline } from "@/lib/query/timeline";

/** Everything of one session on one time axis. */
export const GET = read(SessionPath, (scope, { id }) => loadTimeline(scope, id));
