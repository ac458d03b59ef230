import { read } from "@/lib/http/read";
import { SessionPath } from "@/lib/model/sessions";
import { loadTimelineAnswer } from "@/lib/query/large-sessions";

/** Everything of one session on one time axis. */
export const GET = read(SessionPath, (scope, { id }) => loadTimelineAnswer(scope, id));
