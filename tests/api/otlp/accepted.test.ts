import { deflateSync, gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as logs from "@/app/observability/logs/otlp/v0/route";
import * as metrics from "@/app/observability/metrics/otlp/v0/route";
import * as traces from "@/app/observability/traces/otlp/v0/route";
import * as v1Logs from "@/app/v1/logs/route";
import * as v1Traces from "@/app/v1/traces/route";
import { readSession } from "@/lib/journal/read";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import { bearerToken, capturedRequest, loadCapture, send } from "../../harness/senders";
import { startServer, type TestServer } from "../../harness/server";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startServer({
    "/observability/traces/otlp/v0": traces,
    "/observability/logs/otlp/v0": logs,
    "/observability/metrics/otlp/v0": metrics,
    "/v1/traces": v1Traces,
    "/v1/logs": v1Logs,
  });
});
afterAll(async () => {
  await server.close();
  await database.close();
});

const pythonTraces = capturedRequest("python-clinic", "/traces/otlp/v0");
const nodeLogs = capturedRequest("node-clinic", "/logs/otlp/v0");

/** The job of a capture, read off its file names by hand: see its decoded files. */
function jobsIn(body: Buffer): string[] {
  return [...new Set(body.toString("latin1").match(/AJ_\w{12}/g))];
}

it("keeps Python's gzip protobuf byte for byte and answers an empty protobuf body", async () => {
  const [job = ""] = jobsIn(gunzipSync(pythonTraces.body));
  const answer = await send(server.url, pythonTraces);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("application/x-protobuf");
  expect((await answer.arrayBuffer()).byteLength).toBe(0);
  const [entry] = await readSession(database.scope, [job]);
  expect(entry).toMatchObject({ signal: "traces", encoding: "protobuf", sessionId: job });
  expect(Buffer.compare(entry?.body ?? Buffer.alloc(0), pythonTraces.body)).toBe(0);
});

it("keeps Node's plain JSON logs, compressed, and answers {}", async () => {
  const answer = await send(server.url, nodeLogs);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({});
  const [job = ""] = jobsIn(nodeLogs.body);
  const [entry] = await readSession(database.scope, [job]);
  expect(entry).toMatchObject({ signal: "logs", encoding: "json" });
  expect(Buffer.compare(gunzipSync(entry?.body ?? Buffer.alloc(0)), nodeLogs.body)).toBe(0);
});

it("takes repeated slashes, as Python's SDK sends them for a URL with a trailing slash", async () => {
  const answer = await send(server.url, pythonTraces, { path: `//observability/traces/otlp/v0` });
  expect(answer.status).toBe(200);
});

it("takes API key and secret instead of a token, on the path of plain OpenTelemetry exporters", async () => {
  const headers = { authorization: "Bearer devkey:secret" };
  expect((await send(server.url, pythonTraces, { path: "/v1/traces", headers })).status).toBe(200);
});

it("takes an uncompressed body and one without Content-Length", async () => {
  const plain = gunzipSync(pythonTraces.body);
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(plain.subarray(0, 100)));
      controller.enqueue(new Uint8Array(plain.subarray(100)));
      controller.close();
    },
  });
  const headers = { authorization: bearerToken(), "content-type": "application/x-protobuf" };
  const request: RequestInit & { duplex: "half" } = { method: "POST", headers, body, duplex: "half" };
  expect((await fetch(`${server.url}/observability/traces/otlp/v0`, request)).status).toBe(200);
});

it("takes a deflated body, as Python's OpenTelemetry exporter sends it when asked to", async () => {
  const body = deflateSync(gunzipSync(pythonTraces.body));
  const headers = { "content-encoding": "deflate" };
  expect((await send(server.url, pythonTraces, { body, headers })).status).toBe(200);
  const broken = await send(server.url, pythonTraces, { body: body.subarray(0, -9), headers });
  expect([broken.status, await broken.text()]).toEqual([400, expect.stringContaining("not valid zlib")]);
});

it("splits one request of two jobs into one entry for each", async () => {
  const two = loadCapture("python-thread-two-jobs").requests.filter(({ path, body }) => {
    return path.endsWith("/traces/otlp/v0") && jobsIn(gunzipSync(body)).length === 2;
  });
  expect(two.length).toBeGreaterThan(0);
  const [request] = two;
  if (!request) return;
  const jobs = jobsIn(gunzipSync(request.body));
  expect((await send(server.url, request)).status).toBe(200);
  for (const job of jobs) {
    const entries = await readSession(database.scope, [job]);
    expect(entries).toHaveLength(1);
    const [other = ""] = jobs.filter((one) => one !== job);
    // The other job's id may still stand in the resource, which is that of the whole process.
    expect(gunzipSync(entries[0]?.body ?? Buffer.alloc(0)).toString("latin1")).toContain(job);
    expect(entries[0]?.recordCount).toBeGreaterThan(0);
    expect(other).not.toBe(job);
  }
});

it("keeps the good records of a partly bad request and says which was not kept", async () => {
  const span = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "00f067aa0ba902b7", name: "good" };
  const times = { startTimeUnixNano: "1700000000000000000", endTimeUnixNano: "1700000001000000000" };
  const spans = [
    { ...span, ...times },
    { ...span, ...times, spanId: "zz", traceId: "" },
  ];
  const body = Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
  const answer = await send(server.url, pythonTraces, {
    body,
    headers: { "content-type": "application/json", "content-encoding": null },
  });
  expect(answer.status).toBe(200);
  const said = (await answer.json()) as { partialSuccess: { rejectedSpans: string; errorMessage: string } };
  expect(Number(said.partialSuccess.rejectedSpans)).toBe(1);
  expect(said.partialSuccess.errorMessage).toContain("number 1");
  const [entry] = await readSession(database.scope, [span.traceId]);
  expect(entry?.recordCount).toBe(1);
});

it("answers 200 to a request without records and keeps nothing", async () => {
  const body = gzipSync(Buffer.alloc(0));
  expect((await send(server.url, pythonTraces, { body })).status).toBe(200);
});

it("acknowledges many requests at once only after each is in the journal", async () => {
  const requests = loadCapture("python-realtime").requests.filter(({ path }) => path.includes("/otlp/"));
  const answers = await Promise.all(requests.map((request) => send(server.url, request)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const jobs = [...new Set(requests.flatMap(({ body }) => jobsIn(gunzipSync(body))))];
  const entries = await readSession(database.scope, jobs);
  expect(entries).toHaveLength(requests.length);
});

it("answers the same through Next.js's mount as on the fast lane", async () => {
  const headers = { authorization: bearerToken(), "content-type": "application/json" };
  const url = "http://localhost/observability/logs/otlp/v0";
  const good = await logs.POST(new Request(url, { method: "POST", headers, body: new Uint8Array(nodeLogs.body) }));
  expect(good.status).toBe(200);
  expect(await good.json()).toEqual({});
  const bad = await logs.POST(new Request(url, { method: "POST", headers, body: "{" }));
  expect(bad.status).toBe(400);
});
