import { deflateSync, gunzipSync, gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as logs from "@/app/observability/logs/otlp/v0/route";
import * as metrics from "@/app/observability/metrics/otlp/v0/route";
import * as traces from "@/app/observability/traces/otlp/v0/route";
import * as v1Logs from "@/app/v1/logs/route";
import * as v1Metrics from "@/app/v1/metrics/route";
import * as v1Traces from "@/app/v1/traces/route";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import { capturedRequest, send, sign } from "../../harness/senders";
import { startServer, type TestServer } from "../../harness/server";

const BYTES_MAX = 200_000;
let database: TestDatabase;
let server: TestServer;
let client: pg.Client;

beforeAll(async () => {
  database = await openTestDatabase({ OTLP_BYTES_MAX: String(BYTES_MAX) });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  server = await startServer({
    "/observability/traces/otlp/v0": traces,
    "/observability/logs/otlp/v0": logs,
    "/observability/metrics/otlp/v0": metrics,
    "/v1/traces": v1Traces,
    "/v1/logs": v1Logs,
    "/v1/metrics": v1Metrics,
  });
});
afterAll(async () => {
  await server.close();
  await client.end();
  await database.close();
});

const routes = ["traces", "logs", "metrics"].flatMap((signal) => {
  const request = capturedRequest("python-clinic", `/${signal}/otlp/v0`);
  return [`/observability/${signal}/otlp/v0`, `/v1/${signal}`].map((path) => ({ path, request }));
});
const good = capturedRequest("python-clinic", "/traces/otlp/v0");
const wrongTokens: [string, string | null][] = [
  ["no token", null],
  ["a token signed with another secret", `Bearer ${sign({}, "other")}`],
  ["an expired token", `Bearer ${sign({ exp: Math.floor(Date.now() / 1000) - 120 })}`],
  ["a token that begins in an hour", `Bearer ${sign({ nbf: Math.floor(Date.now() / 1000) + 3600 })}`],
  ["a token without expiry", `Bearer ${sign({ exp: undefined })}`],
  ["alg none", `Bearer ${sign({}, "secret", { alg: "none" }).replace(/[^.]*$/, "")}`],
  ["alg none with a signature", `Bearer ${sign({}, "secret", { alg: "none" })}`],
  ["another algorithm", `Bearer ${sign({}, "secret", { alg: "HS512" })}`],
  ["a header that must be understood", `Bearer ${sign({}, "secret", { alg: "HS256", crit: ["exp"] })}`],
  ["no observability grant", `Bearer ${sign({ observability: undefined })}`],
  ["a grant that says false", `Bearer ${sign({ observability: { write: false } })}`],
  ["an unknown key", `Bearer ${sign({ iss: "nobody" })}`],
  ["a wrong secret", "Bearer devkey:wrong"],
  ["an unknown key id", "Bearer nobody:secret"],
  ["a key id with a zero byte", `Bearer ${sign({ iss: "a\0b" })}`],
  ["words that are no token", "Bearer hello"],
];

describe.each(routes)("POST $path", ({ path, request }) => {
  it("takes what the SDK sends: 200", async () => {
    expect((await send(server.url, request, { path })).status).toBe(200);
  });

  it("says at which byte a damaged body stops making sense: 400", async () => {
    const damaged = gzipSync(gunzipSync(request.body).subarray(0, -7));
    const answer = await send(server.url, request, { path, body: damaged });
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toBe("application/x-protobuf");
    expect(await answer.text()).toMatch(/byte \d+/);
  });

  it("refuses other content types and encodings: 415", async () => {
    for (const [name, value] of [
      ["content-type", "text/plain"],
      ["content-encoding", "br"],
      ["content-encoding", "gzip, gzip"],
    ] as const) {
      expect((await send(server.url, request, { path, headers: { [name]: value } })).status).toBe(415);
    }
  });

  it("refuses a body above the limit, also one that only inflates above it: 413, and says the limit", async () => {
    const bomb = Buffer.alloc(BYTES_MAX + 1);
    for (const [coding, body] of [
      ["gzip", bomb],
      ["gzip", gzipSync(bomb)],
      ["deflate", deflateSync(bomb)],
    ] as const) {
      const answer = await send(server.url, request, { path, body, headers: { "content-encoding": coding } });
      expect(answer.status).toBe(413);
      expect(await answer.text()).toContain(String(BYTES_MAX));
    }
  });

  it("refuses a sender without a good token: 401", async () => {
    const headers = { authorization: `Bearer ${sign({}, "other")}` };
    expect((await send(server.url, request, { path, headers })).status).toBe(401);
  });
});

it.each(wrongTokens)("refuses %s with 401, without the words that switch an SDK off", async (_name, authorization) => {
  const answer = await send(server.url, good, { headers: { authorization } });
  expect(answer.status).toBe(401);
  const words = (await answer.text()).toLowerCase();
  expect(words).not.toContain("disabled");
});

it("allows a minute of clock skew on both ends of a token's time", async () => {
  const now = Math.floor(Date.now() / 1000);
  for (const claims of [{ exp: now - 30 }, { nbf: now + 30 }]) {
    const headers = { authorization: `Bearer ${sign(claims)}` };
    expect((await send(server.url, good, { headers })).status).toBe(200);
  }
});

it("takes a token without typ and sub, as Node's SDK makes it", async () => {
  const headers = { authorization: `Bearer ${sign({}, "secret", { alg: "HS256" })}` };
  expect((await send(server.url, good, { headers })).status).toBe(200);
});

it("answers a failure in JSON to a sender of JSON", async () => {
  const headers = { "content-type": "application/json", "content-encoding": null };
  const answer = await send(server.url, good, { headers, body: Buffer.from('{"resourceSpans": [') });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: 3, message: expect.stringContaining("JSON") });
});

it("forgets a key within five seconds after it was revoked, and knows it again", async () => {
  await client.query("update api_key set revoked_at = now()");
  await expect.poll(async () => (await send(server.url, good)).status, { timeout: 14_000, interval: 300 }).toBe(401);
  await client.query("update api_key set revoked_at = null");
  await expect.poll(async () => (await send(server.url, good)).status, { timeout: 14_000, interval: 300 }).toBe(200);
});

it("says exactly that recording is disabled when the project's switch is off", async () => {
  await client.query("update project set record_sessions = false");
  await expect.poll(async () => (await send(server.url, good)).status, { timeout: 14_000, interval: 300 }).toBe(401);
  expect(await (await send(server.url, good)).text()).toContain("data recording is disabled");
  await client.query("update project set record_sessions = true");
  await expect.poll(async () => (await send(server.url, good)).status, { timeout: 14_000, interval: 300 }).toBe(200);
});
