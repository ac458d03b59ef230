import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { finishSessionDeletions } from "@/background/deletions";
import { pool } from "@/lib/db";
import type { Timeline } from "@/lib/model/timeline";
import { DEV_PAIR } from "../../harness/database";
import { digestSessions, makeProject, postZip } from "../../harness/imports";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { filesOfZip } from "../../harness/zips";

const FIXTURES = "tests/fixtures";
const captures = readdirSync(FIXTURES).filter((name) => existsSync(join(FIXTURES, name, "001.json")));
const here = `Bearer ${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`;

let api: ReadApi;
let there: string;
/** Of every session of every capture: where it was sent. */
const sessionIds: string[] = [];
const zips = new Map<string, Buffer>();
const originals = new Map<string, Timeline>();

beforeAll(async () => {
  api = await openReadApi();
  there = await makeProject("prj_there");
  for (const capture of captures) await api.replay(capture);
  // Sessions that say no end are over when they are silent.
  await pool().query("update journal_entry set received_at = received_at - interval '5 minutes'");
  await pool().query(
    "update activity set first_at = first_at - interval '5 minutes', last_at = last_at - interval '5 minutes'",
  );
  const { projectId } = api.database.project;
  const { rows } = await pool().query<{ id: string }>(
    "select distinct session_id as id from journal_entry where signal <> 5 and project_id = $1",
    [projectId],
  );
  for (let left = 100; left > 0; left -= 1) {
    await digestSessions(projectId, []);
    const waiting = await pool().query(
      "select from activity where digested_at is null and last_at < now() - interval '2 s'",
    );
    const young = await pool().query("select from activity where digested_at is null");
    if (waiting.rowCount === 0 && young.rowCount === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await api.readRecordings();
  const known = await pool().query<{ id: string }>("select session_id as id from session where project_id = $1", [
    projectId,
  ]);
  sessionIds.push(...known.rows.map((row) => row.id));
  expect(rows.length).toBeGreaterThanOrEqual(sessionIds.length);
  for (const id of sessionIds) {
    zips.set(id, await download(id, here));
    originals.set(id, await timeline(id, here));
  }
}, 120_000);
afterAll(() => api?.close());

function path(id: string, rest: string): string {
  return `/api/v1/sessions/${encodeURIComponent(id)}${rest}`;
}

async function download(id: string, authorization: string): Promise<Buffer> {
  const answer = await api.get(path(id, "/download"), { authorization });
  expect([id, answer.status]).toEqual([id, 200]);
  return Buffer.from(await answer.arrayBuffer());
}

async function timeline(id: string, authorization: string): Promise<Timeline> {
  const answer = await api.get(path(id, "/timeline"), { authorization });
  expect([id, answer.status]).toEqual([id, 200]);
  return (await answer.json()) as Timeline;
}

async function importZip(id: string, authorization: string): Promise<string> {
  const answer = await postZip(api.server.url, authorization, zips.get(id) ?? Buffer.alloc(0));
  const text = await answer.text();
  expect([id, answer.status, text]).toEqual([id, 201, expect.any(String)]);
  return JSON.parse(text).sessionId;
}

/** Without what an import is meant to change: its mark, the cursor (places in another journal) and, for another id, the id. */
function alike(answer: Timeline, id: string, as = id): object {
  const { cursor: _cursor, ...rest } = answer;
  const session = { ...rest.session, importedAt: null };
  const text = JSON.stringify({ ...rest, session })
    .replaceAll(encodeURIComponent(id), as)
    .replaceAll(id, as);
  return JSON.parse(text);
}

/** Files of a zip; of the journal what is meant to stay: places of recordings are this installation's, and so are numbers. */
function contentOf(zip: Buffer): Record<string, string> {
  const files = filesOfZip(zip);
  const index = JSON.parse(files.get("journal/index.json")?.toString("utf8") ?? "{}") as {
    sessionId: string;
    entries: { file: string; signal: string; seq: string; receivedAt: string }[];
  };
  const content: Record<string, string> = {};
  for (const [name, bytes] of files) {
    if (name.startsWith("journal/") || name === "session.json") continue;
    content[name] = bytes.toString("base64");
  }
  const { importedAt: _importedAt, ...session } = JSON.parse(files.get("session.json")?.toString("utf8") ?? "{}");
  content["session.json"] = JSON.stringify(session);
  const order = [...index.entries].sort(
    (a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt) || Number(a.seq) - Number(b.seq),
  );
  content.journal = JSON.stringify(
    order.map(({ file, seq: _seq, ...entry }) => {
      const bytes = files.get(file) ?? Buffer.alloc(0);
      if (entry.signal !== "recording") return { ...entry, bytes: bytes.toString("base64") };
      const envelope = JSON.parse(gunzipSync(bytes).toString("utf8"));
      return { ...entry, envelope: { ...envelope, audio: envelope.audio && { ...envelope.audio, blobKey: "" } } };
    }),
  );
  return content;
}

it("there are sessions of every sender, with and without recording", () => {
  expect(captures.length).toBeGreaterThan(8);
  expect(sessionIds.length).toBeGreaterThanOrEqual(captures.length);
  const withAudio = [...originals.values()].filter(({ recording }) => recording);
  expect(withAudio.length).toBeGreaterThan(3);
  expect(withAudio.length).toBeLessThan(sessionIds.length);
});

describe("into another project", () => {
  it("every session keeps its id and has the same timeline, marked as imported; downloaded again it is the same zip", async () => {
    for (const id of sessionIds) expect(await importZip(id, there)).toBe(id);
    await digestSessions("prj_there", sessionIds);
    await api.readRecordings();
    for (const id of sessionIds) {
      const [imported, original] = [await timeline(id, there), await timeline(id, here)];
      expect(Date.now() - Date.parse(imported.session.importedAt ?? "")).toBeLessThan(120_000);
      expect(original.session.importedAt).toBeNull();
      expect(alike(imported, id)).toEqual(alike(original, id));
      expect(contentOf(await download(id, there))).toEqual(contentOf(zips.get(id) ?? Buffer.alloc(0)));
    }
  }, 120_000);

  it("its recordings are files of its own: the other project's stay when it is deleted", async () => {
    const { rows } = await pool().query<{ id: string }>(
      "select a.session_id as id from recording a join recording b using (blob_key) where a.project_id <> b.project_id",
    );
    expect(rows).toEqual([]);
    const { rows: keys } = await pool().query<{ key: string }>(
      "select blob_key as key from recording where project_id = 'prj_there'",
    );
    expect(keys.every(({ key }) => key.startsWith("recordings/prj_there/"))).toBe(true);
  });
});

describe("beside the original", () => {
  it("a copy has an id of its own and the same timeline; the original stays as it was", async () => {
    const copies = new Map<string, string>();
    for (const id of sessionIds) {
      const copy = await importZip(id, here);
      expect(copy).toMatch(/-copy-[0-9a-f]{8}$/);
      copies.set(id, copy);
    }
    await digestSessions(api.database.project.projectId, [...copies.values()]);
    await api.readRecordings();
    for (const [id, copy] of copies) {
      const [imported, original] = [await timeline(copy, here), await timeline(id, here)];
      expect(alike(imported, copy, id)).toEqual(alike(original, id));
      expect(alike(original, id)).toEqual(alike(originals.get(id) as Timeline, id));
    }
  }, 120_000);
});

describe("after the original was deleted", () => {
  it("it comes back under its own id, and is not deleted again", async () => {
    const id = sessionIds.find((one) => originals.get(one)?.recording) ?? "";
    const { projectId } = api.database.project;
    const headers = { authorization: here, "content-type": "application/json" };
    const asked = await fetch(`${api.server.url}${path(id, "")}`, { method: "DELETE", headers });
    expect(asked.status).toBe(202);
    expect((await api.get(path(id, "/timeline"))).status).toBe(404);
    await finishSessionDeletions();
    expect(await importZip(id, here)).toBe(id);
    await finishSessionDeletions();
    await digestSessions(projectId, [id]);
    await finishSessionDeletions();
    await api.readRecordings();
    expect(alike(await timeline(id, here), id)).toEqual(alike(originals.get(id) as Timeline, id));
  });
});
