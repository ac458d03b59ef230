import { read } from "@/lib/http/read";
import { SessionPath } from "@/lib/model/sessions";
import { loadSession } from "@/lib/query/session";

/** One session's header. */
export const GET = read(SessionPath, (scope, { id }) => loadSession(scope, id));
