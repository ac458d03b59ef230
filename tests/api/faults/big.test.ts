import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Timeline } from "@/lib/model/timeline";
import {
  digestNow,
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

const MIB = 1024 * 1024;

it("a session of 100,000 spans is digested and opens, in bounded memory and time", async () => {
  const job = newJob();
  const attributes = [keyValue("job_id", job), keyValue("room_id", `RM_${job}`), keyValue("lk.speech_id", "speech_1")];
  const startNs = nowNs();
  for (let batch = 0; batch < 20; batch++) {
    const spans = Array.from({ length: 5_000 }, (_, index) => {
      const at = startNs + BigInt(batch * 5_000 + index) * 1_000_000n;
      return spanOf({
        name: index % 2 ? "llm_request" : "agent_turn",
        traceId: "77".repeat(16),
        startNs: at,
        attributes,
      });
    });
    const answer = await post(run.api, "traces", gzipSync(requestOf(spans), { level: 1 }), {
      "content-encoding": "gzip",
    });
    expect(answer.status).toBe(200);
  }
  const startMs = performance.now();
  expect(await digestNow()).toEqual([]);
  const digestMs = performance.now() - startMs;
  const timeline = Timeline.parse(await run.api.getJson(`/api/v1/sessions/${job}/timeline`));
  const timelineMs = performance.now() - startMs - digestMs;
  expect(timeline.spans).toHaveLength(100_000);
  // Some seconds on an idle machine; what must not be is a square of the number.
  expect(digestMs).toBeLessThan(40_000);
  expect(timelineMs).toBeLessThan(40_000);
  expect(process.memoryUsage().rss).toBeLessThan(1_800 * MIB);
}, 120_000);

it("30,000 chat items of two sources and 20,000 tags are one session that opens, in no square of their number", async () => {
  const job = newJob();
  const at = Date.now() / 1000;
  const items = Array.from({ length: 20_000 }, (_, index) => ({
    id: `i${index}`,
    type: "message",
    role: index % 2 ? "user" : "assistant",
    content: [`line ${index}`],
    created_at: at + index / 1000,
  }));
  const chatItem = (index: number) => ({
    timeUnixNano: `${nowNs()}`,
    body: { stringValue: "chat item" },
    attributes: [
      { key: "job_id", value: { stringValue: job } },
      {
        key: "chat.item",
        value: {
          kvlistValue: {
            values: [
              {
                key: "message",
                value: { kvlistValue: { values: [{ key: "id", value: { stringValue: `log${index}` } }] } },
              },
            ],
          },
        },
      },
    ],
  });
  const logRecords = Array.from({ length: 10_000 }, (_, index) => chatItem(index));
  expect(
    (
      await postJson(run.api, "logs", {
        resourceLogs: [{ scopeLogs: [{ scope: { name: "chat_history" }, logRecords }] }],
      })
    ).status,
  ).toBe(200);
  const summary = JSON.stringify({ tags: Array.from({ length: 20_000 }, (_, index) => `tag ${index}`) });
  const parts = [
    { head: PART.header, content: recordingHeader(job, undefined, [field(11, summary)]) },
    { head: PART.chatHistory, content: JSON.stringify({ items }) },
  ];
  expect((await postRecording(run.api, parts)).status).toBe(200);
  const startMs = performance.now();
  const timeline = await expectFine(run.api, job);
  expect(timeline.items.length).toBe(30_000);
  expect(performance.now() - startMs).toBeLessThan(30_000);
}, 120_000);

it("a span of 200,000 attributes is taken, and opens", async () => {
  const job = newJob();
  const attributes = Array.from({ length: 200_000 }, (_, index) => keyValue(`k${index}`, "v"));
  const span = spanOf({ attributes: [keyValue("job_id", job), ...attributes] });
  expect((await post(run.api, "traces", requestOf([span]))).status).toBe(200);
  const timeline = await expectFine(run.api, job);
  expect(timeline.spans).toHaveLength(1);
  expect(process.memoryUsage().rss).toBeLessThan(1_800 * MIB);
}, 120_000);
