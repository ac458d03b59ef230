import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runRetention } from "@/background/retention";
import { blobs } from "@/lib/blobs";
import type { RetentionRun } from "@/lib/model/retention";
import { DEV_PAIR } from "../../harness/database";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { capturedRequest, send } from "../../harness/senders";

const DAY_MS = 86_400_000;
const PYTHON = JOBS["python-realtime"];
const NODE = JOBS["node-clinic"];
let api: ReadApi;
let client: pg.Client;
let endedMs: number;

beforeAll(async () => {
  api = await openReadApi();
  client = new pg.Client({ connectionString: api.database.url });
  await client.connect();
  await api.replay("python-realtime");
  await api.replay("node-clinic");
  await api.digest([PYTHON, NODE]);
  await api.readRecordings();
  const { endedAt } = await api.getJson<{ endedAt: string }>(`/api/v1/sessions/${PYTHON}`);
  endedMs = Date.parse(endedAt);
});
afterAll(async () => {
  await client?.end();
  await api?.close();
});

/** Days after the end of python-realtime; node-clinic ended minutes later. */
const daysAfter = (days: number) => () => new Date(endedMs + days * DAY_MS);

async function ask(method: string, path: string, body?: object): Promise<Response> {
  const authorization = `Bearer ${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`;
  return fetch(`${api.server.url}${path}`, {
    method,
    headers: { authorization, "content-type": "application/json" },
    body: body ? JSON.stringify(body) : undefined,
  });
}

/** A run of a project's own day, as the background makes it at that instant. */
async function runAt(clock: () => Date, dryRun = false): Promise<RetentionRun> {
  const made = await ask("POST", "/api/v1/project/retention-runs", { dryRun });
  expect(made.status).toBe(202);
  const { id } = (await made.json()) as { id: string };
  // Asked for now, but looked at then: what is too old is decided by the clock of the run.
  const cutoff = new Date(clock().getTime() - 30 * DAY_MS);
  await client.query("update retention_run set cutoff_at = $1 where id = $2", [cutoff, id]);
  await runRetention(clock);
  const run = await api.getJson<RetentionRun>(`/api/v1/project/retention-runs/${id}`);
  expect(run).toMatchObject({ state: "done", dryRun, failure: null });
  return run;
}

const files = async () => {
  const keys: string[] = [];
  for await (const { key } of blobs().list("")) keys.push(key);
  return keys;
};

async function rowsOf(sessionId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of [
    "journal_entry",
    "activity",
    "session",
    "turn",
    "tool_call",
    "model_usage",
    "recording",
    "session_text",
  ]) {
    const { rows } = await client.query(`select count(*)::int as n from ${table} where session_id = $1`, [sessionId]);
    counts[table] = rows[0].n;
  }
  return counts;
}

it("29 days after its end a session is there", async () => {
  expect(await runAt(daysAfter(29))).toMatchObject({ sessions: 0, rows: 0, blobs: 0, bytes: 0 });
  expect((await api.get(`/api/v1/sessions/${PYTHON}/timeline`)).status).toBe(200);
});

it("31 days after its end a dry run says what would go, and deletes nothing; then exactly that goes: rows, files, what search finds", async () => {
  await ask("PUT", `/api/v1/sessions/${NODE}/hold`, { reason: "a complaint" });
  const before = await rowsOf(PYTHON);
  expect(before).toMatchObject({ session: 1, recording: 1, session_text: 1, activity: 0 });
  const filesBefore = await files();
  expect(filesBefore).toHaveLength(4);

  const dry = await runAt(daysAfter(31), true);
  expect(await rowsOf(PYTHON)).toEqual(before);
  expect(await files()).toEqual(filesBefore);
  expect(dry).toMatchObject({ sessions: 1, blobs: 2 });

  const [said] = (
    await client.query("select text from session_text where session_id = $1", [PYTHON])
  ).rows[0].text.split("\n");
  const words = `/api/v1/sessions?q=${encodeURIComponent(said)}`;
  expect((await api.getJson<{ sessions: object[] }>(words)).sessions).toHaveLength(1);
  const run = await runAt(daysAfter(31));
  const { sessions, rows, blobs: gone, bytes } = dry;
  expect(run).toMatchObject({ sessions, rows, blobs: gone, bytes });
  expect(Object.values(await rowsOf(PYTHON)).every((count) => count === 0)).toBe(true);
  expect(await files()).toHaveLength(2);
  expect((await api.get(`/api/v1/sessions/${PYTHON}/timeline`)).status).toBe(404);
  expect((await api.get(`/api/v1/sessions/${PYTHON}/audio`)).status).toBe(404);
  expect((await api.getJson<{ sessions: object[] }>(words)).sessions).toEqual([]);
});

it("a held session stays until the hold is lifted", async () => {
  expect((await rowsOf(NODE)).session).toBe(1);
  const { holds } = await api.getJson<{ holds: object[] }>("/api/v1/project/holds");
  expect(holds).toMatchObject([{ sessionId: NODE, reason: "a complaint", heldBy: DEV_PAIR.apiKey }]);
  expect((await ask("DELETE", `/api/v1/sessions/${NODE}`)).status).toBe(409);
  expect((await ask("DELETE", `/api/v1/sessions/${NODE}/hold`)).status).toBe(204);
  expect(await runAt(daysAfter(31))).toMatchObject({ sessions: 1, blobs: 2 });
  expect(await files()).toEqual([]);
  const { rows } = await client.query("select count(*)::int as n from journal_entry");
  expect(rows[0].n).toBe(0);
});

it("rooms that no agent's telemetry came of go by their receipt", async () => {
  await send(api.server.url, capturedRequest("python-record-false", "/webhook"));
  const received = await client.query("select received_at as at, session_id as room from journal_entry");
  expect(received.rows).toHaveLength(1);
  const receivedMs = received.rows[0].at.getTime();
  expect(await runAt(() => new Date(receivedMs + 30.5 * DAY_MS))).toMatchObject({ sessions: 0, rows: 0 });
  expect(await runAt(() => new Date(receivedMs + 31.5 * DAY_MS))).toMatchObject({ sessions: 0, rows: 1 });
  expect((await client.query("select from journal_entry")).rowCount).toBe(0);
});

it("a file that nobody knows goes after two days, one that may be on its way does not", async () => {
  const { projectId } = api.database.scope;
  const today = new Date().toISOString().slice(0, 10);
  await blobs().put(`recordings/${projectId}/2026-01-01/lost.ogg`, Buffer.from("lost"));
  await blobs().put(`recordings/${projectId}/${today}/on-its-way.ogg`, Buffer.from("new"));
  await blobs().put("recordings/prj_other/2026-01-01/foreign.ogg", Buffer.from("theirs"));
  expect(await runAt(() => new Date())).toMatchObject({ sessions: 0, blobs: 1, bytes: 4 });
  expect((await files()).sort()).toEqual(
    [`recordings/${projectId}/${today}/on-its-way.ogg`, "recordings/prj_other/2026-01-01/foreign.ogg"].sort(),
  );
});

it("runs by itself once a day, and drops days of the journal that are empty of sessions", async () => {
  await api.replay("python-realtime");
  await api.digest([PYTHON]);
  const parts = async () =>
    (await client.query("select count(*)::int as n from pg_inherits where inhparent = 'journal_entry'::regclass"))
      .rows[0].n;
  const before = await parts();
  let clock = daysAfter(40);
  while ((await runRetention(clock)).isMore);
  const { runs, nextRunAt } = await api.getJson<{ runs: RetentionRun[]; nextRunAt: string }>(
    "/api/v1/project/retention-runs",
  );
  expect(runs[0]).toMatchObject({ askedBy: "Earshot", state: "done", sessions: 1 });
  expect(Date.parse(nextRunAt)).toBe(clock().getTime() + DAY_MS);
  // A day that PostgreSQL is just looking through is dropped a minute later.
  for (let minutes = 2; minutes < 12 && (await parts()) > 1; minutes += 2) {
    clock = () => new Date(daysAfter(40)().getTime() + minutes * 60_000);
    while ((await runRetention(clock)).isMore);
  }
  // Today and the days ahead were made by migrations; all are forty days old now. What no day takes has a place of its own.
  expect(before).toBeGreaterThan(1);
  expect(await parts()).toBe(1);
  expect(
    (await client.query("select tableoid::regclass::text as part, session_id from journal_entry limit 3")).rows,
  ).toEqual([]);
});

it("refuses a run without saying whether it is dry, and to those who may not", async () => {
  expect((await ask("POST", "/api/v1/project/retention-runs", {})).status).toBe(400);
  expect((await ask("GET", "/api/v1/project/retention-runs/none")).status).toBe(404);
  expect((await fetch(`${api.server.url}/api/v1/project/retention-runs`)).status).toBe(401);
});
