import { read } from "@/lib/http/read";
import { SessionsQuery } from "@/lib/model/sessions";
import { listSessions } from "@/lib/query/sessions";

/** One page of the project's sessions: search, filters, order and cursor in the query. */
export const GET = read(SessionsQuery, listSessions);
