import { pool } from "@/lib/db";
import { listLeftoverKeys } from "@/lib/journal/delete";
import { readSession } from "@/lib/journal/read";
import type { ErasureSubject } from "@/lib/model/erasures";
import { digitsOfPhone } from "@/lib/model/phones";
import type { ProjectScope } from "@/lib/model/scope";
import { decodeEntries } from "@/lib/normalise/entries";
import { toParticipants } from "@/lib/normalise/participants";

/** A session that an erasure is about, or a key of the journal (a room) that no session answers to. */
export interface ErasureMatch {
  sessionId: string;
  roomId: string | null;
  startedAt: Date | null;
}

const MATCHES_A_PAGE = 50;

interface MatchRow {
  session_id: string;
  room_id: string | null;
  started_at: Date;
}

/** All that an erasure is about, page by page: sessions by their rows, then rooms that only webhooks tell of. */
export async function* listErasureMatches(scope: ProjectScope, subject: ErasureSubject): AsyncIterable<ErasureMatch[]> {
  for (let after = ""; ; ) {
    const page = await listMatchingSessions(scope, subject, after);
    if (page.length > 0) yield page;
    if (page.length < MATCHES_A_PAGE) break;
    after = page.at(-1)?.sessionId ?? "";
  }
  for (let after = ""; ; ) {
    const page = { before: new Date(Date.now() + 3600_000), after, limit: MATCHES_A_PAGE };
    const keys = await listLeftoverKeys(scope, page);
    const found = await withSubject(scope, keys, subject);
    if (found.length > 0) yield found.map((sessionId) => ({ sessionId, roomId: null, startedAt: null }));
    if (keys.length < MATCHES_A_PAGE) return;
    after = keys.at(-1) ?? "";
  }
}

/** No index: a look at every session of the project, and only then. */
const CONDITION: Record<keyof ErasureSubject, string> = {
  identity: "$2 = any (identities)",
  phone: "$2 = any (phones)",
  roomId: "(room_id = $2 or session_id = $2)",
  sessionId: "session_id = $2",
};

async function listMatchingSessions(
  scope: ProjectScope,
  subject: ErasureSubject,
  after: string,
): Promise<ErasureMatch[]> {
  const [by, value] = theOne(subject);
  const { rows } = await pool().query<MatchRow>({
    name: `list-erasure-matches-${by}`,
    text: `select session_id, room_id, started_at from session
      where project_id = $1 and ${CONDITION[by]} and session_id > $3 order by session_id limit ${MATCHES_A_PAGE}`,
    values: [scope.projectId, value, after],
  });
  return rows.map((row) => ({ sessionId: row.session_id, roomId: row.room_id, startedAt: row.started_at }));
}

function theOne(subject: ErasureSubject): [keyof ErasureSubject, string] {
  for (const by of ["identity", "phone", "roomId", "sessionId"] as const) {
    const value = subject[by];
    if (value !== undefined) return [by, by === "phone" ? digitsOfPhone(value) : value];
  }
  throw new Error("an erasure without a subject was accepted");
}

/** Of these keys, those that are asked for by id or in whose entries the person took part. */
async function withSubject(scope: ProjectScope, keys: string[], subject: ErasureSubject): Promise<string[]> {
  const [by, value] = theOne(subject);
  if (by === "roomId" || by === "sessionId") return keys.filter((key) => key === value);
  const found: string[] = [];
  for (const key of keys) {
    const { webhooks } = decodeEntries(await readSession(scope, [key]));
    const isThere = toParticipants(webhooks, []).some(({ identity, phone }) =>
      by === "identity" ? identity === value : digitsOfPhone(phone ?? identity) === value,
    );
    if (isThere) found.push(key);
  }
  return found;
}
