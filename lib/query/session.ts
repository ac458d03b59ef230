import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";
import type { Session } from "@/lib/model/sessions";
import { loadHeaderAnswer } from "./large-sessions";
import { toSessionAnswer } from "./session-answer";
import { fromStoredSession, JOIN_RECORDING, SESSION_COLUMNS, type StoredSession } from "./session-rows";

/** One session's header. In its first seconds it has no row yet and is made from its journal. Errors: `not-found`. */
export async function loadSession(scope: ProjectScope, sessionId: string): Promise<Session> {
  const result = await pool().query<StoredSession>({
    name: "load-session",
    text: `select ${SESSION_COLUMNS} from session s ${JOIN_RECORDING} where s.project_id = $1 and s.session_id = $2`,
    values: [scope.projectId, sessionId],
  });
  const row = result.rows[0];
  if (!row) return loadHeaderAnswer(scope, sessionId);
  const { session, recording } = fromStoredSession(row);
  return toSessionAnswer(session, recording);
}
