import { rmSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type pg from "pg";
import { findKey } from "@/lib/access/key-table";
import type { Project } from "@/lib/model/projects";
import { DEV_PAIR } from "../../harness/database";
import type { ReadApi } from "../../harness/read-api";
import { capturedRequest, send } from "../../harness/senders";

const headers = {
  authorization: `Bearer ${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`,
  "content-type": "application/json",
};

/** PATCH /api/v1/project as an admin key sends it. */
export function patchProjectAs(api: ReadApi, patch: unknown): Promise<Response> {
  return fetch(`${api.server.url}/api/v1/project`, { method: "PATCH", headers, body: JSON.stringify(patch) });
}

/** The same where it must work. */
export async function patchProject(api: ReadApi, patch: unknown): Promise<Project> {
  const answer = await patchProjectAs(api, patch);
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Project;
}

/** Rows of every table that a sender can fill. */
export async function rowCounts(client: pg.Client): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of [
    "journal_entry",
    "activity",
    "session",
    "turn",
    "tool_call",
    "recording",
    "session_text",
    "session_alias",
  ]) {
    const { rows } = await client.query<{ count: string }>(`select count(*) from ${table}`);
    counts[table] = Number(rows[0]?.count);
  }
  return counts;
}

/** All that the journal holds, inflated, as text of single bytes; without the policy's own notices. */
export async function journalText(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ body: Buffer }>("select body from journal_entry where signal <> 6");
  return rows.map(({ body }) => gunzipSync(body).toString("utf8")).join("\n");
}

/** Takes all of a project's sessions away, so that the next capture stands alone. */
export async function clearSessions(client: pg.Client): Promise<void> {
  const tables = "journal_entry, activity, session, turn, tool_call, model_usage, recording, session_text";
  await client.query(`truncate ${tables}`);
  rmSync(join(process.env.DATA_DIR ?? "", "blobs"), { recursive: true, force: true });
}

/** A metrics request without records: asks how a sender is answered and stores nothing. */
export async function waitForSwitch(api: ReadApi, status: number): Promise<number> {
  const startMs = Date.now();
  const request = capturedRequest("python-clinic", "/metrics/otlp/v0");
  while (Date.now() - startMs < 10_000) {
    const answer = await send(api.server.url, request, {
      body: Buffer.alloc(0),
      headers: { "content-encoding": null },
    });
    if (answer.status === status) return Date.now() - startMs;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not ${status} within ten seconds`);
}

let aheadMs = 0;

/** Lets this process's knowledge of the project's policy be too old, by a clock that is ahead, so that it is asked for anew. */
export async function learnPolicy(): Promise<void> {
  aheadMs += 60_000;
  await findKey(DEV_PAIR.apiKey, Date.now() + aheadMs);
}
