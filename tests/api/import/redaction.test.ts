import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pool } from "@/lib/db";
import type { Timeline } from "@/lib/model/timeline";
import { DEV_PAIR } from "../../harness/database";
import { digestSessions, makeProject, postZip } from "../../harness/imports";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { filesOfZip, zipOf } from "../../harness/zips";
import { learnPolicy } from "../privacy/settings";

const CLINIC = JOBS["python-clinic"];
/** Runs with `record={"redaction": True}`. */
const ASKING = "AJ_2NpADAbfGFi4";
/** A caller's name, the clinic's, and the room's number: in spans, logs, chat history, header, webhooks. */
const WORDS = /okafor|bayview|1795262672/i;
const here = `Bearer ${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`;

let api: ReadApi;
const zips = new Map<string, Buffer>();

async function patch(authorization: string, redaction: object): Promise<void> {
  const headers = { authorization, "content-type": "application/json" };
  const body = JSON.stringify({ redaction });
  const answer = await fetch(`${api.server.url}/api/v1/project`, { method: "PATCH", headers, body });
  if (!answer.ok) throw new Error(await answer.text());
}

beforeAll(async () => {
  api = await openReadApi();
  // Here everything is kept whole, also of those who ask for redaction.
  await patch(here, { senderRedacted: "keep" });
  // Where agents send to, it is in force within five seconds.
  await learnPolicy();
  for (const capture of ["python-clinic", "python-redaction"]) await api.replay(capture);
  await api.digest([CLINIC, ASKING]);
  for (const id of [CLINIC, ASKING]) {
    const answer = await api.get(`/api/v1/sessions/${id}/download`);
    zips.set(id, Buffer.from(await answer.arrayBuffer()));
  }
});
afterAll(() => api?.close());

/** The clinic's zip with what Earshot writes of a job that failed. */
async function withJob(): Promise<Buffer> {
  const files = new Map<string, Buffer | string>(filesOfZip(zips.get(CLINIC) ?? Buffer.alloc(0)));
  const index = JSON.parse(String(files.get("journal/index.json")));
  const at = index.entries.at(-1).receivedAt;
  const line = { atMs: 1, level: "error", stream: "stderr", raw: "no Okafor here" };
  const job = {
    ...{ agent: "receptionist", deployment: null, worker: "w-1", livekitWorkerId: null, roomId: null },
    ...{ roomName: "clinic-1795262672", reason: "Bayview said no", firstAtMs: 1, lastAtMs: 1 },
    ...{ lines: [line], linesLeftOut: 0 },
  };
  const entry = { file: "journal/job.gz", receivedAt: at, seq: "999999", signal: "job", encoding: "json" };
  index.entries.push({ ...entry, recordCount: 1 });
  files.set("journal/index.json", JSON.stringify(index));
  files.set("journal/job.gz", gzipSync(JSON.stringify(job)));
  return zipOf(files);
}

async function importInto(project: string, authorization: string, zip: Buffer): Promise<string> {
  const answer = await postZip(api.server.url, authorization, zip);
  const text = await answer.text();
  if (answer.status !== 201) throw new Error(text);
  const { sessionId } = JSON.parse(text);
  await digestSessions(project, [sessionId]);
  return sessionId;
}

/** All that the journal holds of a project, the binary header of uploads, too; without notices of the policy. */
async function journalOf(project: string): Promise<string> {
  const { rows } = await pool().query<{ body: Buffer }>(
    "select body from journal_entry where project_id = $1 and signal <> 6",
    [project],
  );
  const texts = rows.map(({ body }) => gunzipSync(body).toString("latin1"));
  const headers = texts.flatMap((text) => /"headerBase64":"([^"]*)"/.exec(text)?.[1] ?? []);
  return [...texts, ...headers.map((header) => Buffer.from(header, "base64").toString("latin1"))].join("\n");
}

const timelineOf = async (id: string, authorization: string) =>
  (await (await api.get(`/api/v1/sessions/${id}/timeline`, { authorization })).json()) as Timeline;

it("replaces in every kind of entry what the receiving project's rules find, before anything is stored, and counts it", async () => {
  const there = await makeProject("prj_rules");
  await patch(there, { custom: [{ name: "name", pattern: "(?i)okafor|bayview|1795262672" }] });
  expect(await journalOf(api.database.project.projectId)).toMatch(WORDS);
  const id = await importInto("prj_rules", there, await withJob());
  expect(await journalOf("prj_rules")).not.toMatch(WORDS);
  expect(await journalOf("prj_rules")).toMatch(/"raw":"no \[name\] here"/);
  const { rows } = await pool().query(
    "select (select string_agg(text, ' ') from session_text where project_id = 'prj_rules') as texts, (select string_agg(text, ' ') from turn where project_id = 'prj_rules') as turns",
  );
  expect(rows[0].turns).toContain("[name]");
  expect(JSON.stringify(rows)).not.toMatch(WORDS);
  const answer = await api.get(`/api/v1/sessions/${id}/download`, { authorization: there });
  const files = filesOfZip(Buffer.from(await answer.arrayBuffer()));
  for (const [name, bytes] of files) {
    const text = name.endsWith(".gz") ? gunzipSync(bytes).toString("latin1") : bytes.toString("latin1");
    expect([name, WORDS.exec(text)?.[0]]).toEqual([name, undefined]);
  }
  const timeline = await timelineOf(id, there);
  expect(timeline.session.consent?.redaction?.replaced.name).toBeGreaterThan(20);
  expect(timeline.items.some(({ text }) => text.includes("[name]"))).toBe(true);
  // The recording is the caller's own, and stays: rules change text only.
  expect([...files.keys()]).toContain("audio/recording.ogg");
});

it("redacts a session whose agent asked for it, and keeps no sound of it, as if it had come from the agent", async () => {
  expect([...filesOfZip(zips.get(ASKING) ?? Buffer.alloc(0)).keys()]).toContain("audio/recording.ogg");
  const there = await makeProject("prj_asked");
  const id = await importInto("prj_asked", there, zips.get(ASKING) ?? Buffer.alloc(0));
  const timeline = await timelineOf(id, there);
  expect(timeline.recording).toBeNull();
  expect(timeline.missing.join()).toContain("Audio is not kept");
  const { rowCount } = await pool().query("select from recording where project_id = 'prj_asked'");
  expect(rowCount).toBe(0);
  const { blobs } = await import("@/lib/blobs");
  const left: string[] = [];
  for await (const { key } of blobs().list("recordings/prj_asked")) left.push(key);
  expect(left).toEqual([]);
});

it("changes no byte where no rule is on and nobody asks", async () => {
  const there = await makeProject("prj_open");
  await importInto("prj_open", there, zips.get(CLINIC) ?? Buffer.alloc(0));
  const bodies = async (project: string, session: string) => {
    const { rows } = await pool().query(
      "select encode(sha256(body), 'hex') as hash from journal_entry where project_id = $1 and session_id = $2 and signal <> 4 order by hash",
      [project, session],
    );
    return rows.map(({ hash }) => hash);
  };
  const imported = await bodies("prj_open", CLINIC);
  expect(imported).toEqual(expect.arrayContaining(await bodies(api.database.project.projectId, CLINIC)));
  const { rowCount } = await pool().query("select from journal_entry where project_id = 'prj_open' and signal = 6");
  expect(rowCount).toBe(0);
});
