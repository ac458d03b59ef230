import { afterAll, beforeAll, expect, it } from "vitest";
import { pool } from "@/lib/db";
import { appendEntries } from "@/lib/journal/append";
import { captureEntries } from "../../harness/capture-entries";
import {
  digestNow,
  expectFine,
  field,
  keyValue,
  newJob,
  PART,
  post,
  postRecording,
  recordingHeader,
  requestOf,
  spanOf,
} from "../../harness/hostile";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { bearerToken } from "../../harness/senders";

const KNOWN = "AJ_xZXBwwyJ42fT";
let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi({
    SESSIONS_PER_DAY_MAX: "1",
    REQUEST_BYTES_IN_FLIGHT_MAX: "100000",
    RECORDINGS_IN_FLIGHT_MAX: "2",
  });
  const entries = await captureEntries("python-clinic");
  await appendEntries(
    api.database.scope,
    entries.filter(({ sessionId }) => sessionId === KNOWN).map((entry) => ({ ...entry, endsSession: false })),
  );
  await digestNow();
});
afterAll(() => api.close());

const spanFor = (job: string) => requestOf([spanOf({ attributes: [keyValue("job_id", job)] })]);

it("a project that has had its sessions of the day gets 429 for new ones, with the limit; what it has goes on", async () => {
  const first = newJob();
  // The capture is older than a day; the count is made at the first request.
  await pool().query("update session set started_at = now()");
  const refused = await post(api, "traces", spanFor(first));
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(1);
  expect(await refused.text()).toContain("1 new sessions in 24 hours, the limit (SESSIONS_PER_DAY_MAX)");
  expect((await post(api, "traces", spanFor(KNOWN))).status).toBe(200);
  // A recording cannot be sent again: it is always taken.
  const job = newJob();
  expect((await postRecording(api, [{ head: PART.header, content: recordingHeader(job) }])).status).toBe(200);
  await expectFine(api, job);
});

/** A request whose body has begun and does not end until told. */
function slowly(path: string, type: string, beginning: Uint8Array) {
  let finish = (_rest: Uint8Array) => {};
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(beginning));
      finish = (rest) => {
        if (rest.length > 0) controller.enqueue(new Uint8Array(rest));
        controller.close();
      };
    },
  });
  const headers = { authorization: bearerToken(), "content-type": type };
  const init: RequestInit & { duplex: "half" } = { method: "POST", headers, body, duplex: "half" };
  return { answer: fetch(`${api.server.url}${path}`, init), finish: (rest: Uint8Array) => finish(rest) };
}

it("asks to come again when all requests together would hold more bytes than the limit, and takes it later", async () => {
  const large = requestOf([
    spanOf({ attributes: [keyValue("job_id", KNOWN), keyValue("filler", "x".repeat(90_000))] }),
  ]);
  const slow = slowly("/observability/traces/otlp/v0", "application/x-protobuf", large.subarray(0, 90_000));
  await expect.poll(async () => (await post(api, "traces", large)).status, { timeout: 10_000 }).toBe(503);
  const refused = await post(api, "traces", large);
  expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining("100000 bytes")]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  // What is small still fits.
  expect((await post(api, "traces", spanFor(KNOWN))).status).toBe(200);
  slow.finish(large.subarray(90_000));
  expect((await slow.answer).status).toBe(200);
  expect((await post(api, "traces", large)).status).toBe(200);
});

it("more recordings than fit are told in a Status with RetryInfo when to come, telemetry passes them, and then they fit", async () => {
  const boundary = "slow-4c2";
  const head = Buffer.from(`--${boundary}\r\n${PART.audio}\r\n\r\nOggS`);
  const rest = (job: string) =>
    Buffer.concat([
      Buffer.from(`\r\n--${boundary}\r\n${PART.header}\r\n\r\n`),
      recordingHeader(job),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
  const path = "/observability/recordings/v0";
  const type = `multipart/form-data; boundary=${boundary}`;
  const slow = [slowly(path, type, head), slowly(path, type, head)];
  const job = newJob();
  const parts = [{ head: PART.header, content: recordingHeader(job) }];
  await expect.poll(async () => (await postRecording(api, parts)).status, { timeout: 10_000 }).toBe(503);
  const refused = await postRecording(api, parts);
  expect(refused.headers.get("content-type")).toBe("application/x-protobuf");
  const status = Buffer.from(await refused.arrayBuffer());
  expect(status.toString("latin1")).toContain("type.googleapis.com/google.rpc.RetryInfo");
  // google.rpc.Status { 1 code = 14 UNAVAILABLE }, by hand; RetryInfo's seconds are what Retry-After says.
  expect([status[0], status[1]]).toEqual([0x08, 14]);
  const seconds = Number(refused.headers.get("retry-after"));
  expect(seconds).toBeGreaterThanOrEqual(25);
  expect(seconds).toBeLessThanOrEqual(36);
  const any = status.subarray(status.indexOf("RetryInfo") + "RetryInfo".length);
  // Any { 2 value: RetryInfo { 1 retry_delay: Duration { 1 seconds } } }
  expect([any[0], any[2], any[4]]).toEqual([0x12, 0x0a, 0x08]);
  expect(Math.abs((any[5] ?? 0) - seconds)).toBeLessThanOrEqual(1);
  expect((await post(api, "traces", spanFor(KNOWN))).status).toBe(200);
  for (const { finish } of slow) finish(rest(newJob()));
  expect(await Promise.all(slow.map(async ({ answer }) => (await answer).status))).toEqual([200, 200]);
  expect((await postRecording(api, parts)).status).toBe(200);
});

it("a request with an endless attribute list costs what it weighs: unknown fields alone are no memory", async () => {
  const unknown = Buffer.alloc(90_000, Buffer.from([0x78, 0x00]));
  expect((await post(api, "traces", field(1, unknown))).status).toBe(200);
});
