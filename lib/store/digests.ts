import type { PoolClient } from "pg";
import { pool } from "@/lib/db";
import type { SessionDigest } from "@/lib/model/digests";
import type { ProjectScope } from "@/lib/model/scope";
import { DELETE_DIGESTS, DELETE_ROWS, INSERT_ROWS, UPSERT_RECORDINGS, UPSERT_SESSIONS } from "./digest-statements";

/** A digest with what the journal itself knows about the session. */
export interface DigestToSave {
  digest: SessionDigest;
  firstReceivedAt: Date;
  lastReceivedAt: Date;
  journalBytes: number;
  /** By the database's clock, before the journal was read (`readClock`). */
  readAt: Date;
}

/**
 * Replaces all derived rows of the given sessions in one transaction: what was there before does not matter, so a
 * digest can be repeated at will; but a session that was derived from a later reading stays as it is. A recording keeps its known length and peaks while its file is the same. Search text
 * of an earlier digest stays when the new one has none (the session is live). A session that was only known by its room
 * is deleted once a session with a job of that room is saved.
 */
export async function saveDigests(scope: ProjectScope, digests: DigestToSave[]): Promise<void> {
  if (digests.length === 0) return;
  // In key order, so that two processes that save overlapping batches do not wait for each other in a circle.
  const sorted = [...digests].sort((a, b) => (sessionId(a) < sessionId(b) ? -1 : 1));
  const client = await pool().connect();
  try {
    await client.query("begin");
    await replaceRows(client, scope, sorted);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** Removes all derived rows of these sessions: their entries belong to another session now. */
export async function deleteDigests(scope: ProjectScope, sessionIds: string[]): Promise<void> {
  await pool().query({ ...DELETE_DIGESTS, values: [scope.projectId, sessionIds] });
}

function sessionId(saved: DigestToSave): string {
  return saved.digest.session.sessionId;
}

async function replaceRows(client: PoolClient, scope: ProjectScope, wanted: DigestToSave[]): Promise<void> {
  const { projectId } = scope;
  const { rows: saved } = await client.query<{ session_id: string }>({
    ...UPSERT_SESSIONS,
    values: [projectId, toJson(wanted.map(toSessionRow))],
  });
  const savedIds = new Set(saved.map(({ session_id }) => session_id));
  const digests = wanted.filter((one) => savedIds.has(sessionId(one)));
  await client.query({ ...DELETE_ROWS, values: [projectId, digests.map(sessionId)] });
  const rows = {
    turns: withSession(digests, ({ turns }) => turns),
    tools: withSession(digests, ({ toolCalls }) => toolCalls),
    usage: withSession(digests, ({ session }) => session.usage.map(toUsageRow)),
    texts: withSession(digests, ({ search }) => (search ? [toTextRow(search.lines)] : [])),
  };
  await client.query({ ...INSERT_ROWS, values: [projectId, toJson(rows)] });
  const recordings = withSession(digests, ({ recording }) => (recording ? [recording] : []));
  await client.query({ ...UPSERT_RECORDINGS, values: [projectId, toJson(recordings), digests.map(sessionId)] });
  await client.query({ ...DELETE_DIGESTS, values: [projectId, roomTwins(digests)] });
}

function toSessionRow({ digest, ...journal }: DigestToSave): object {
  return { ...digest.session, ...journal };
}

function toUsageRow(usage: SessionDigest["session"]["usage"][number], index: number): object {
  const { kind, provider, model, ...figures } = usage;
  return { index, kind, provider, model, figures };
}

/** One text a session: a line of the search text is a line here, and `atMs` has its position at the same place. */
function toTextRow(lines: { text: string; atMs: number }[]): object {
  const text = lines.map((line) => line.text.replaceAll("\n", " ")).join("\n");
  return { text, atMs: lines.map((line) => line.atMs) };
}

function withSession<Row extends object>(digests: DigestToSave[], rowsOf: (digest: SessionDigest) => Row[]): object[] {
  return digests.flatMap(({ digest }) =>
    rowsOf(digest).map((row) => ({ ...row, sessionId: digest.session.sessionId })),
  );
}

/** Rooms of the sessions that have a job: a session under the room's own id was a stand-in for them. */
function roomTwins(digests: DigestToSave[]): string[] {
  return digests.flatMap(({ digest: { session } }) =>
    session.roomId !== null && session.roomId !== session.sessionId ? [session.roomId] : [],
  );
}

/** PostgreSQL's text holds no zero byte, and its JSON no half of a surrogate pair; senders' strings may have both. */
function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "string" ? inner.replace(/[\0\p{Surrogate}]/gu, "\uFFFD") : inner,
  );
}
