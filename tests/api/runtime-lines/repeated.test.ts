import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forgetExpired } from "@/background/expired";
import { pool } from "@/lib/db";
import { termsOf } from "@/lib/filter/terms";
import { parseLine } from "@/lib/normalise/lines";
import { flushLines } from "@/lib/store/line-flush";
import { LinePack } from "@/lib/store/line-pack";
import { DEV_PAIR, openTestDatabase, type TestDatabase } from "../../harness/database";
import { postLines } from "../../harness/sent-lines";
import { startServer, type TestServer } from "../../harness/server";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startServer({ "/api/v1/runtime-lines": await import("@/app/api/v1/runtime-lines/route") });
});
afterAll(async () => {
  await server?.close();
  await database?.close();
});

const JSON_TYPE = { "content-type": "application/json" };

async function storedOf(worker: string): Promise<string[]> {
  const { rows } = await pool().query<{ raw: string }>("select raw from runtime_line where worker = $1 order by id", [
    worker,
  ]);
  return rows.map(({ raw }) => raw);
}

/** As an OpenTelemetry Collector exports: no numbers, times in nanoseconds. */
function otlp(worker: string, texts: string[], timeUnixNano: string | undefined = `${Date.now()}000001`): string {
  const attributes = [
    { key: "service.name", value: { stringValue: "receptionist" } },
    { key: "service.instance.id", value: { stringValue: worker } },
  ];
  const logRecords = texts.map((text) => ({ timeUnixNano, body: { stringValue: text } }));
  return JSON.stringify({ resourceLogs: [{ resource: { attributes }, scopeLogs: [{ logRecords }] }] });
}

test("an OTLP export that is sent again is stored once, and answered the same", async () => {
  const body = otlp("otlp-1", ["one", "two", "two"]);
  const answers: unknown[] = [];
  for (let sending = 0; sending < 3; sending += 1) {
    const answer = await postLines(server.url, body, JSON_TYPE);
    answers.push([answer.status, answer.headers.get("content-type"), await answer.text()]);
  }
  expect(answers).toEqual([answers[0], answers[0], answers[0]]);
  expect(answers[0]).toEqual([200, "application/json", "{}"]);
  // Twice in one request is twice.
  expect(await storedOf("otlp-1")).toEqual(["one", "two", "two"]);
});

test("compressed anew it is the same request, and by two connections at once too", async () => {
  const body = otlp("otlp-2", ["one", "two"]);
  const headers = { ...JSON_TYPE, "content-encoding": "gzip" };
  const sendings = [1, 5, 9, 5].map((level) =>
    postLines(server.url, new Uint8Array(gzipSync(body, { level })), headers),
  );
  expect((await Promise.all(sendings)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(await storedOf("otlp-2")).toEqual(["one", "two"]);
});

test("NDJSON and arrays with times are stored once; what they say of it adds up", async () => {
  const at = new Date().toISOString();
  const lines = ["a", "b"].map((message) => ({ worker: "nd-1", agent: "receptionist", message, timestamp: at }));
  const counts = async (answer: Response) => [answer.status, await answer.json()];
  expect(await counts(await postLines(server.url, lines))).toEqual([
    200,
    { accepted: 2, doubled: 0, dropped: 0, rejected: [] },
  ]);
  expect(await counts(await postLines(server.url, lines))).toEqual([
    200,
    { accepted: 0, doubled: 2, dropped: 0, rejected: [] },
  ]);
  expect(await storedOf("nd-1")).toEqual(["a", "b"]);
});

test("lines that repeat honestly are all stored: without times, at other times, among others, of another worker or project", async () => {
  const at = new Date().toISOString();
  const post = (lines: object[], query = "") =>
    fetch(`${server.url}/api/v1/runtime-lines${query}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`,
        "content-type": "application/x-ndjson",
      },
      body: lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
    }).then(({ status }) => expect(status).toBe(200));
  const beat = { worker: "beat-1", agent: "a", message: "still here" };
  for (let times = 0; times < 3; times += 1) await post([beat]);
  for (let times = 0; times < 3; times += 1) await post([{ ...beat, timestamp: at }, beat]);
  await post([{ ...beat, timestamp: at }]);
  await post([
    { ...beat, timestamp: at },
    { ...beat, timestamp: at },
  ]);
  await post([{ ...beat, timestamp: new Date(Date.parse(at) + 1).toISOString() }]);
  expect(await storedOf("beat-1")).toHaveLength(3 + 6 + 1 + 2 + 1);
  const nobody = { message: "of whom?", timestamp: at };
  for (const worker of ["who-1", "who-2", "who-1"]) await post([nobody], `?agent=a&worker=${worker}`);
  expect([await storedOf("who-1"), await storedOf("who-2")]).toEqual([["of whom?"], ["of whom?"]]);
  const untimed = otlp("otlp-3", ["no time"], "0");
  for (let times = 0; times < 2; times += 1) await postLines(server.url, untimed, JSON_TYPE);
  expect(await storedOf("otlp-3")).toHaveLength(2);
});

test("a request of which nothing was stored is stored when it comes again", async () => {
  const body = otlp("otlp-4", ["one"]);
  await pool().query("alter table line_minute rename to line_minute_away");
  const failed = await postLines(server.url, body, JSON_TYPE);
  await pool().query("alter table line_minute_away rename to line_minute");
  expect(failed.status).toBe(500);
  expect((await postLines(server.url, body, JSON_TYPE)).status).toBe(200);
  expect(await storedOf("otlp-4")).toEqual(["one"]);
});

test("two processes that take the same request at the same moment store it once", async () => {
  const { scope } = database;
  const atMs = Date.now();
  const facts = { worker: "race-1", agent: "a", deployment: null, host: null, stream: "stdout" as const };
  const parsed = parseLine("once");
  const batch = () => {
    const pack = new LinePack(scope);
    pack.add({
      ...{ worker: "race-1", seq: null, atMs, stream: "stdout", level: null, sessionId: null, raw: "once" },
      ...{ fields: null, dropped: null, job: null, sign: null },
      terms: termsOf(parsed, { ...facts, level: null, sessionId: null }),
    });
    const told = { id: "race-1", agent: "a", deployment: null, host: null, pid: null, sender: "otlp" as const };
    const worker = { ...told, senderVersion: null, startedAtMs: atMs, clockOffsetMs: null, lastError: null };
    return { workers: [worker], pack, digest: Buffer.from("0123456789abcdef") };
  };
  const saved = await Promise.all([1, 2, 3].map(() => flushLines(scope.projectId, [batch()])));
  expect(
    saved
      .flat()
      .map(({ accepted }) => accepted)
      .sort(),
  ).toEqual([0, 0, 1]);
});

test("after ten minutes a request is forgotten, by readers and by the background process", async () => {
  const body = otlp("otlp-5", ["one"]);
  await postLines(server.url, body, JSON_TYPE);
  const count = async () => Number((await pool().query("select count(*) from line_request")).rows[0].count);
  await forgetExpired();
  expect(await count()).toBeGreaterThan(0);
  await pool().query("update line_request set received_at = received_at - interval '11 minutes'");
  await postLines(server.url, body, JSON_TYPE);
  expect(await storedOf("otlp-5")).toEqual(["one", "one"]);
  await forgetExpired();
  expect(await count()).toBe(1);
});
