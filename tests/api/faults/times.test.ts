import { afterAll, beforeAll, expect, it } from "vitest";
import {
  expectFine,
  field,
  keyValue,
  newJob,
  nowNs,
  openWithNeighbour,
  PART,
  post,
  postJson,
  postRecording,
  recordingHeader,
  requestOf,
  spanOf,
} from "../../harness/hostile";

let run: Awaited<ReturnType<typeof openWithNeighbour>>;
beforeAll(async () => {
  run = await openWithNeighbour();
});
afterAll(async () => {
  await run.expectNeighbour();
  await run.api.close();
});

const SECOND = 1_000_000_000n;
/** 2300-01-01 and the last nanosecond that a fixed64 can say: the year 2554. */
const YEAR_2300 = 10_413_792_000n * SECOND;
const LAST = 2n ** 64n - 1n;

/** A varint of any size, in bytes: protobuf.dev, "Encoding". */
function varint(field: number, value: bigint): Buffer {
  const bytes = [field << 3];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

it("a span that ends before it starts is not kept; its neighbours are, and the answer says which and why", async () => {
  const job = newJob();
  const attributes = [keyValue("job_id", job)];
  const startNs = nowNs();
  const spans = [spanOf({ attributes }), spanOf({ attributes, startNs, endNs: startNs - 1_000_000n })];
  const answer = await post(run.api, "traces", requestOf(spans));
  expect(answer.status).toBe(200);
  const words = await answer.text();
  expect(words).toContain("1 not kept; the first is number 1: The span ends before it starts.");
  expect((await expectFine(run.api, job)).spans).toHaveLength(1);
});

it.each([
  ["1970", 1n, 5n * SECOND],
  ["2300", YEAR_2300, YEAR_2300 + SECOND],
  ["2554", LAST - SECOND, LAST],
  ["1970 until 2554", 1n, LAST],
])("a session of the year %s alone is listed, opens and can be taken away", async (_name, startNs, endNs) => {
  const job = newJob();
  const attributes = [keyValue("job_id", job)];
  const log = {
    timeUnixNano: String(startNs),
    body: { stringValue: "early or late" },
    attributes: [{ key: "job_id", value: { stringValue: job } }],
  };
  expect((await post(run.api, "traces", requestOf([spanOf({ attributes, startNs, endNs })]))).status).toBe(200);
  expect((await postJson(run.api, "logs", { resourceLogs: [{ scopeLogs: [{ logRecords: [log] }] }] })).status).toBe(
    200,
  );
  expect((await expectFine(run.api, job)).spans).toHaveLength(1);
});

it("spans of 1970 and 2300 among good ones are shown where they say, and do not stretch the session", async () => {
  const job = newJob();
  const attributes = [keyValue("job_id", job)];
  const times = [nowNs(), SECOND, YEAR_2300];
  const spans = times.map((startNs) => spanOf({ attributes, startNs, endNs: startNs + SECOND }));
  expect((await post(run.api, "traces", requestOf(spans))).status).toBe(200);
  const { session, spans: shown } = await expectFine(run.api, job);
  expect(shown).toHaveLength(3);
  expect(new Date(session.startedAt).getTime()).toBeGreaterThan(Date.now() - 60_000);
  expect(session.durationMs ?? 0).toBeLessThan(60_000);
});

it("JSON times beyond 64 bits, negative or of another type are no times", async () => {
  for (const time of ["99999999999999999999", -5, 1e300, "soon", {}, null, true]) {
    const job = newJob();
    const log = {
      timeUnixNano: time,
      observedTimeUnixNano: time,
      body: { stringValue: "when?" },
      attributes: [{ key: "job_id", value: { stringValue: job } }],
    };
    expect((await postJson(run.api, "logs", { resourceLogs: [{ scopeLogs: [{ logRecords: [log] }] }] })).status).toBe(
      200,
    );
    expect((await expectFine(run.api, job)).logs).toHaveLength(1);
  }
});

const timestamp = (seconds: bigint, nanos = 0n) => field(4, Buffer.concat([varint(1, seconds), varint(2, nanos)]));

it.each([
  ["at epoch 0", [timestamp(0n)]],
  ["before epoch 0", [timestamp(-62_135_596_800n)]],
  ["in the year 292 billion", [timestamp(2n ** 63n - 1n, 2n ** 63n - 1n)]],
  [
    "with the longest duration a uint64 can say",
    [timestamp(BigInt(Math.floor(Date.now() / 1000))), varint(3, 2n ** 64n - 1n)],
  ],
  [
    "with a duration of 292 million years",
    [timestamp(BigInt(Math.floor(Date.now() / 1000))), varint(3, 2n ** 63n - 1n)],
  ],
])("a recording whose header starts %s is kept, listed and opens", async (_name, fields) => {
  const job = newJob();
  const items = [
    { id: "m", type: "message", role: "user", content: ["hello"], created_at: 1e300 },
    {
      id: "n",
      type: "message",
      role: "assistant",
      content: ["hi"],
      created_at: "9999-99-99T99:99:99Z",
      metrics: { started_speaking_at: -1e18, stopped_speaking_at: 1e18, e2e_latency: 1e308 },
    },
  ];
  const answer = await postRecording(run.api, [
    { head: PART.header, content: recordingHeader(job, undefined, fields) },
    { head: PART.chatHistory, content: JSON.stringify({ items }) },
    { head: PART.audio, content: Buffer.from("OggS garbage") },
  ]);
  expect(answer.status).toBe(200);
  const timeline = await expectFine(run.api, job);
  expect(timeline.items).toHaveLength(2);
  expect(Math.abs(new Date(timeline.recording?.startedAt ?? "").getTime() - Date.now())).toBeLessThan(86_400_000);
});
