import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { LineSender } from "../../harness/line-senders";
import { lkHeaders, lkToken } from "../../harness/lk";
import { fromOurPage, makePerson, type TestPerson } from "../../harness/people";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { loadCapture, send } from "../../harness/senders";
import { makeLink, revoke } from "../shares/doors";

const LINES = "/api/v1/lines/stream?snapshot=1";
const LK = "/logs?agent_id=receptionist";
const JOB = "AJ_goingOnAAAAA";
const SESSION = `/api/v1/sessions/${JOB}/stream`;
/** Streams ask every ten seconds; what is known of a key may be five seconds old. */
const LOOK_MS = 10_000;

let api: ReadApi;
let printed: LineSender;

beforeAll(async () => {
  api = await openReadApi();
  printed = new LineSender(api.server.url, "going-on-1", { apiKey: "devkey", apiSecret: "secret" });
  await makePerson({ scope: api.database.scope, role: "owner" });
  await printed.print(["a line"]);
  const [request] = loadCapture("python-clinic").requests.filter((one) => one.path.endsWith("/traces/otlp/v0"));
  if (!request) throw new Error("no traces");
  const text = gunzipSync(request.body).toString("latin1").replaceAll(JOBS["python-clinic"], JOB);
  await send(api.server.url, request, { body: gzipSync(Buffer.from(text, "latin1")) });
});
afterAll(() => api?.close());
// Only the clock and what looks at it again and again: sockets and the database keep their own time.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Open {
  text(): string;
  hasEnded(): boolean;
  close(): void;
}

const opened: Open[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

/** Opens a stream and waits for what it has to tell. */
async function open(path: string, headers: Record<string, string> = {}): Promise<Open> {
  const abort = new AbortController();
  const answer = await fetch(`${api.server.url}${path}`, { headers, signal: abort.signal });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  let [text, isOver] = ["", false];
  const reading = (async () => {
    for await (const bytes of answer.body as AsyncIterable<Uint8Array>) text += Buffer.from(bytes).toString();
    isOver = true;
  })().catch(() => undefined);
  void reading;
  const one = { text: () => text, hasEnded: () => isOver, close: () => abort.abort() };
  opened.push(one);
  await expect.poll(() => text).toMatch(/a line|still told|event: records/);
  return one;
}

/** All streams look once more, and have the time to tell what they saw. */
async function look(): Promise<void> {
  await vi.advanceTimersByTimeAsync(LOOK_MS);
}

/** What a stream said last, as an event. */
function lastEvent(one: Open): { event: string; data: { code: string; message: string } } {
  const [, event = "", data = "null"] = /event: (.*)\ndata: (.*)\n\n$/.exec(one.text()) ?? [];
  return { event, data: JSON.parse(data) };
}

const bearer = ({ id, secret }: { id: string; secret: string }) => ({ authorization: `Bearer ${id}:${secret}` });
const cookie = (person: TestPerson) => ({ cookie: person.cookie });

async function change(method: string, path: string, body?: object): Promise<Response> {
  const headers = { authorization: "Bearer devkey:secret", "content-type": "application/json" };
  const init = { method, headers, body: body ? JSON.stringify(body) : null };
  const answer = await fetch(`${api.server.url}/api/v1${path}`, init);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

const makePair = async (): Promise<{ id: string; secret: string }> =>
  (await change("POST", "/project/keys", { label: "a reader", scopes: ["read"] })).json();

it("streams go on as long as their reader has the right, however often they look", async () => {
  const person = await makePerson({ scope: api.database.scope, role: "viewer" });
  const lines = await open(LINES, cookie(person));
  const session = await open(SESSION, cookie(person));
  // Six hours and more: lk's token was good when it came.
  const lk = await open(LK, lkHeaders());
  for (let looks = 0; looks < 5; looks += 1) await look();
  vi.setSystemTime(Date.now() + 7 * 3600_000);
  await look();
  await printed.print(["still told"]);
  await expect.poll(() => lines.text()).toContain("still told");
  await expect.poll(() => lk.text()).toContain("still told");
  expect([lines, session, lk].map((one) => one.hasEnded())).toEqual([false, false, false]);
});

it("all streams of a key end within seconds of its end, and say why", async () => {
  const pair = await makePair();
  const streams = [await open(LINES, bearer(pair)), await open(SESSION, bearer(pair))];
  const lk = await open(LK, lkHeaders(lkToken({ iss: pair.id }, pair.secret)));
  const stays = await open(LINES, { authorization: "Bearer devkey:secret" });
  await change("DELETE", `/project/keys/${pair.id}`);
  await look();
  for (const one of streams) {
    await expect.poll(() => one.hasEnded()).toBe(true);
    expect(lastEvent(one)).toEqual({
      event: "closed",
      data: { code: "unauthenticated", message: expect.stringContaining("No API key has this id") },
    });
  }
  await expect.poll(() => lk.hasEnded()).toBe(true);
  expect(lk.text()).toMatch(/\n--- .*names API key .*, which this server does not know.* ---\n$/);
  expect(stays.hasEnded()).toBe(false);
});

it("streams of somebody who is taken out of the project end, and say why", async () => {
  const person = await makePerson({ scope: api.database.scope, role: "member" });
  const streams = [await open(LINES, cookie(person)), await open(SESSION, cookie(person))];
  await change("DELETE", `/project/members/${person.id}`);
  await look();
  for (const one of streams) {
    await expect.poll(() => one.hasEnded()).toBe(true);
    expect(lastEvent(one)).toMatchObject({ event: "closed", data: { code: "not-found" } });
  }
});

it("streams of a browser that logs out end, and say why", async () => {
  const person = await makePerson({ scope: api.database.scope, role: "member" });
  const streams = [await open(LINES, cookie(person)), await open(SESSION, cookie(person))];
  const url = api.server.url;
  const answer = await fetch(`${url}/api/v1/login`, { method: "DELETE", headers: fromOurPage(url, person.cookie) });
  expect(answer.ok).toBe(true);
  await look();
  for (const one of streams) {
    await expect.poll(() => one.hasEnded()).toBe(true);
    expect(lastEvent(one)).toMatchObject({ event: "closed", data: { code: "unauthenticated" } });
  }
});

it("a stream by a link ends when the link is taken back, and when it expires; looking is no opening", async () => {
  const back = await makeLink(api, JOB, { days: 2 });
  const expiring = await makeLink(api, JOB, { days: 1 });
  const staying = await makeLink(api, JOB, { days: 2 });
  const paths = [back, expiring, staying].map(({ token }) => `${SESSION}?share=${token}`);
  const [first, second, third] = [await open(paths[0] ?? ""), await open(paths[1] ?? ""), await open(paths[2] ?? "")];
  expect((await revoke(api, JOB, back.id)).ok).toBe(true);
  await look();
  await expect.poll(() => first.hasEnded()).toBe(true);
  expect(lastEvent(first).data).toEqual({ code: "not-found", message: expect.stringContaining("taken back") });
  expect(second.hasEnded()).toBe(false);
  vi.setSystemTime(Date.now() + 24 * 3600_000);
  await look();
  await expect.poll(() => second.hasEnded()).toBe(true);
  expect(lastEvent(second).data).toEqual({ code: "not-found", message: expect.stringContaining("has expired") });
  expect(third.hasEnded()).toBe(false);
  const { shares } = await api.getJson<{ shares: { id: string; openedCount: number }[] }>("/api/v1/shares");
  expect(shares.find(({ id }) => id === staying.id)?.openedCount).toBe(1);
});

it("a stream that began with the right to hear ends when that is taken, so that the next one begins without sound", async () => {
  const person = await makePerson({ scope: api.database.scope, role: "member", mayHear: true });
  const session = await open(SESSION, cookie(person));
  await change("PATCH", `/project/members/${person.id}`, { mayHear: false });
  await look();
  await expect.poll(() => session.hasEnded()).toBe(true);
  expect(lastEvent(session)).toMatchObject({ event: "closed", data: { code: "conflict" } });
  await open(SESSION, cookie(person));
});

it("a stream outlives a database that cannot be asked for a moment", async () => {
  const pair = await makePair();
  const lines = await open(LINES, bearer(pair));
  const { pool } = await import("@/lib/db");
  await pool().query("alter table api_key rename to api_key_away");
  await look();
  await look();
  await pool().query("alter table api_key_away rename to api_key");
  await look();
  expect(lines.hasEnded()).toBe(false);
  await printed.print(["after the outage"]);
  await expect.poll(() => lines.text()).toContain("after the outage");
});
