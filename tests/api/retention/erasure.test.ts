import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { doErasure, finishSessionDeletions } from "@/background/deletions";
import { digestDue } from "@/background/digests";
import { blobs } from "@/lib/blobs";
import type { Erasure } from "@/lib/model/erasures";
import { DEV_PAIR } from "../../harness/database";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { capturedRequest, send } from "../../harness/senders";

const PYTHON = JOBS["python-realtime"];
const CLINIC = JOBS["python-clinic"];
let api: ReadApi;
let client: pg.Client;

beforeAll(async () => {
  api = await openReadApi();
  client = new pg.Client({ connectionString: api.database.url });
  await client.connect();
  await api.replay("python-realtime");
  await api.replay("python-clinic");
  await api.digest([PYTHON, CLINIC]);
  await api.readRecordings();
});
afterAll(async () => {
  await client?.end();
  await api?.close();
});

async function ask(method: string, path: string, body?: object): Promise<Response> {
  const authorization = `Bearer ${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`;
  return fetch(`${api.server.url}${path}`, {
    method,
    headers: { authorization, "content-type": "application/json" },
    body: body ? JSON.stringify(body) : undefined,
  });
}

async function erase(subject: object): Promise<Erasure> {
  const made = await ask("POST", "/api/v1/erasures", subject);
  expect(made.status).toBe(202);
  const { id } = (await made.json()) as { id: string };
  while ((await doErasure()).isMore);
  const receipt = await api.getJson<Erasure>(`/api/v1/erasures/${id}`);
  expect(receipt).toMatchObject({ state: "done", failure: null });
  return receipt;
}

const identityOf = async (sessionId: string): Promise<string> =>
  (await client.query("select identities from session where session_id = $1", [sessionId])).rows[0].identities[0];

async function filesCount(): Promise<number> {
  let count = 0;
  for await (const _file of blobs().list("")) count += 1;
  return count;
}

it("refuses two subjects, none, and what is no phone number, and says which field", async () => {
  for (const [body, words] of [
    [{}, "exactly one"],
    [{ identity: "a", roomId: "b" }, "exactly one"],
    [{ phone: "call me" }, "phone"],
    [{ name: "a" }, "name"],
  ] as const) {
    const answer = await ask("POST", "/api/v1/erasures", body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(words);
  }
});

it("a dry run finds the sessions that somebody took part in, and leaves them", async () => {
  const identity = await identityOf(CLINIC);
  const receipt = await erase({ identity, dryRun: true });
  expect(receipt).toMatchObject({ dryRun: true, subject: { identity } });
  expect(receipt.matched.map(({ sessionId }) => sessionId)).toContain(CLINIC);
  expect(receipt.rows).toBeGreaterThan(0);
  expect((await api.get(`/api/v1/sessions/${CLINIC}/timeline`)).status).toBe(200);
});

it("erases by room: journal, rows, files, and what is still sent of it; held sessions stay and the receipt says why", async () => {
  const { roomId } = await api.getJson<{ roomId: string }>(`/api/v1/sessions/${CLINIC}`);
  await ask("PUT", `/api/v1/sessions/${CLINIC}/hold`, { reason: "court order" });
  const kept = await erase({ roomId });
  expect(kept).toMatchObject({ sessions: 0, rows: 0, blobs: 0 });
  expect(kept.matched).toMatchObject([{ sessionId: CLINIC, keptBecause: "held by devkey: court order" }]);
  expect((await api.get(`/api/v1/sessions/${CLINIC}/audio`)).status).toBe(200);

  await ask("DELETE", `/api/v1/sessions/${CLINIC}/hold`);
  const before = await filesCount();
  const receipt = await erase({ roomId });
  expect(receipt).toMatchObject({ sessions: 1, blobs: 2 });
  expect(await filesCount()).toBe(before - 2);
  const { rows } = await client.query("select count(*)::int as n from journal_entry where session_id = any ($1)", [
    [CLINIC, roomId],
  ]);
  expect(rows[0].n).toBe(0);

  await send(api.server.url, capturedRequest("python-clinic", "/traces/otlp/v0"));
  await new Promise((resolve) => setTimeout(resolve, 1_700));
  await digestDue();
  expect((await api.get(`/api/v1/sessions/${CLINIC}/timeline`)).status).toBe(200);
  await finishSessionDeletions();
  expect((await api.get(`/api/v1/sessions/${CLINIC}/timeline`)).status).toBe(404);
  expect((await client.query("select from journal_entry where session_id = $1", [CLINIC])).rowCount).toBe(0);
});

it("finds a caller by the digits of a number, however it is written", async () => {
  await client.query("update session set phones = '{49301234567}' where session_id = $1", [PYTHON]);
  for (const phone of ["+49 30 1234567", "0049 (30) 123-4567", "49301234567"]) {
    const { matched } = await erase({ phone, dryRun: true });
    expect(matched.map(({ sessionId }) => sessionId)).toEqual([PYTHON]);
  }
  expect((await erase({ phone: "+49 30 1234568", dryRun: true })).matched).toEqual([]);
});

it("finds somebody in rooms that only webhooks tell of", async () => {
  const joined = JSON.stringify({
    event: "participant_joined",
    id: "EV_1",
    createdAt: "1795262000",
    room: { sid: "RM_quiet", name: "quiet" },
    participant: { sid: "PA_1", identity: "sip_+49309999999", kind: "SIP" },
  });
  await send(api.server.url, capturedRequest("python-record-false", "/webhook"), { body: Buffer.from(joined) });
  const receipt = await erase({ identity: "sip_+49309999999" });
  expect(receipt.matched).toMatchObject([{ sessionId: "RM_quiet" }]);
  expect((await client.query("select from journal_entry where session_id = 'RM_quiet'")).rowCount).toBe(0);
});

it("a deleted session is out of list, screen and search at once, its files and journal after a moment; another's id is unknown", async () => {
  expect((await ask("DELETE", "/api/v1/sessions/AJ_unknown")).status).toBe(404);
  expect((await ask("DELETE", `/api/v1/sessions/${PYTHON}`)).status).toBe(202);
  const { sessions } = await api.getJson<{ sessions: { id: string }[] }>("/api/v1/sessions");
  expect(sessions.map(({ id }) => id)).not.toContain(PYTHON);
  expect((await api.get(`/api/v1/sessions/${PYTHON}/timeline`)).status).toBe(404);
  await finishSessionDeletions();
  expect(await filesCount()).toBe(0);
  expect((await client.query("select from journal_entry where session_id = $1", [PYTHON])).rowCount).toBe(0);
  const { entries } = await api.getJson<{ entries: { action: string; target: string }[] }>("/api/v1/audit");
  expect(entries).toContainEqual(expect.objectContaining({ action: "session.delete", target: PYTHON }));
});
