import { randomBytes } from "node:crypto";
import type { PoolClient } from "pg";
import { pool } from "@/lib/db";
import { ENCODING, type JournalEntry, SIGNAL } from "@/lib/model/journal";
import type { ProjectScope } from "@/lib/model/scope";

/** An entry as it is written: `seq` is given anew, in the order in which they come. */
export type ImportedEntry = Omit<JournalEntry, "sessionId" | "seq">;

/** A session out of a zip. `entries` come in order of receipt; nothing of them is kept when they fail. */
export interface SessionImport {
  originalId: string;
  importedBy: string;
  importedAt: Date;
  blobKey: string | null;
  entries: AsyncIterable<ImportedEntry>;
}

/**
 * Writes a session that was exported, all of it or nothing (one transaction), and answers its id here: the original one, or
 * `<id>-copy-<hex>` when something of that id is here already. All entries lie under that id, the room's too, for the room may have
 * others here. Partitions: what no day's partition takes, the default one does. A deletion of the same id that is done is forgotten.
 */
export async function saveImport(scope: ProjectScope, wanted: SessionImport): Promise<string> {
  const client = await pool().connect();
  try {
    await client.query("begin");
    const sessionId = await chooseId(client, scope, wanted.originalId);
    const { originalId, importedBy, importedAt, blobKey } = wanted;
    await client.query({
      text: `insert into session_import (project_id, session_id, original_id, imported_by, imported_at, blob_key)
        values ($1, $2, $3, $4, $5, $6)`,
      values: [scope.projectId, sessionId, originalId, importedBy, importedAt, blobKey],
    });
    await client.query({
      text: "delete from session_deletion where project_id = $1 and session_id = $2",
      values: [scope.projectId, sessionId],
    });
    for await (const entry of wanted.entries) await append(client, scope, sessionId, entry);
    await client.query({ text: MAKE_DUE, values: [scope.projectId, sessionId] });
    await client.query("commit");
    return sessionId;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

const IS_TAKEN = `select
    exists (select from session where project_id = $1 and (session_id = $2 or room_id = $2))
    or exists (select from activity where project_id = $1 and session_id = $2)
    or exists (select from session_import where project_id = $1 and session_id = $2)
    or exists (select from session_alias where project_id = $1 and alias = $2)
    or exists (select from session_deletion where project_id = $1 and session_id = $2 and done_at is null)
    or exists (select from journal_entry where project_id = $1 and session_id = $2) as is_taken`;

/** Held until the end of the transaction: of two imports of one zip the second gets another id. */
async function chooseId(client: PoolClient, { projectId }: ProjectScope, originalId: string): Promise<string> {
  await client.query("select pg_advisory_xact_lock(hashtext('session-import'), hashtext($1))", [
    `${projectId}/${originalId}`,
  ]);
  const { rows } = await client.query<{ is_taken: boolean }>(IS_TAKEN, [projectId, originalId]);
  if (rows[0]?.is_taken === false) return originalId;
  // The beginning stays: by it a job or room of LiveKit is known.
  return `${originalId.slice(0, ORIGINAL_CHARS_MAX)}-copy-${randomBytes(4).toString("hex")}`;
}

const ORIGINAL_CHARS_MAX = 180;

async function append(
  client: PoolClient,
  { projectId }: ProjectScope,
  sessionId: string,
  { receivedAt, signal, encoding, recordCount, body }: ImportedEntry,
): Promise<void> {
  await client.query({
    name: "import-journal-entry",
    text: `insert into journal_entry (project_id, session_id, received_at, signal, encoding, record_count, body)
      values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [projectId, sessionId, receivedAt, SIGNAL[signal], ENCODING[encoding], recordCount, body],
  });
}

/** The digest looks for entries from `first_at` on. */
const MAKE_DUE = `
  insert into activity (project_id, session_id, journal_bytes, first_at, last_at, ended)
  select $1, $2, sum(length(body)), min(received_at), now(), true from journal_entry
  where project_id = $1 and session_id = $2`;
