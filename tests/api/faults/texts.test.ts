import { afterAll, beforeAll, expect, it } from "vitest";
import type { Timeline } from "@/lib/model/timeline";
import { webhookAuthorization } from "@/replay/sign";
import { DEV_PAIR } from "../../harness/database";
import {
  expectFine,
  field,
  fixed64,
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

const chatHistory = (items: unknown[]) => JSON.stringify({ items });

async function upload(job: string, items: unknown[], more: Uint8Array[] = [], room?: string): Promise<Timeline> {
  const answer = await postRecording(run.api, [
    { head: PART.header, content: recordingHeader(job, room, more) },
    { head: PART.chatHistory, content: chatHistory(items) },
  ]);
  expect(answer.status).toBe(200);
  return expectFine(run.api, job);
}

const ODD_IDS = [
  "../../../etc/passwd",
  "..",
  ".",
  "a/b/c",
  "x'; drop table session; --",
  '<script>alert("1")</script>',
  "with space\tand\nlines",
  "%2e%2e%2f%00",
  "AJ_emoji🎧żółć",
  "\u202Eright to left",
  '"quoted"\\',
  "constructor",
  "__proto__",
];

it.each(ODD_IDS)("keeps, lists and opens a session whose job is called %j, or leaves the name unused", async (id) => {
  const span = spanOf({
    traceId: "ab".repeat(16),
    attributes: [keyValue("job_id", id), keyValue("room_id", "RM_odd")],
  });
  const logs = { resourceLogs: [{ scopeLogs: [{ logRecords: [jsonLog(`log of ${id}`, { job_id: id })] }] }] };
  expect((await post(run.api, "traces", requestOf([span]))).status).toBe(200);
  expect((await postJson(run.api, "logs", logs)).status).toBe(200);
  // "." and ".." cannot stand in a URL's path: such a record goes by its room.
  const sessionId = /^\.\.?$/.test(id) ? "RM_odd" : id;
  if (sessionId === id) expect((await expectFine(run.api, sessionId)).logs[0]?.message).toBe(`log of ${id}`);
});

function jsonLog(text: string, attributes: Record<string, string>): object {
  return {
    timeUnixNano: String(nowNs()),
    body: { stringValue: text },
    severityNumber: 9,
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } })),
  };
}

it("an id longer than a key, or with a zero byte, names nothing: the trace is the session", async () => {
  for (const [id, traceId] of [
    ["A".repeat(201), "1a".repeat(16)],
    ["AJ_\0zero", "1b".repeat(16)],
  ] as const) {
    const span = spanOf({ traceId, attributes: [keyValue("job_id", id)] });
    expect((await post(run.api, "traces", requestOf([span]))).status).toBe(200);
    expect((await expectFine(run.api, traceId)).spans).toHaveLength(1);
  }
});

it("a room id longer than a key, or with a zero byte, is no room; the session is digested without one", async () => {
  for (const room of ["RM_\0zero", `RM_${"x".repeat(5_000)}`]) {
    const job = newJob();
    const span = spanOf({ attributes: [keyValue("job_id", job), keyValue("room_id", room)] });
    expect((await post(run.api, "traces", requestOf([span]))).status).toBe(200);
    expect((await expectFine(run.api, job)).session.roomId).toBeNull();
  }
});

it("refuses a recording whose job or room is longer than a key, or has a zero byte: 400 in words", async () => {
  for (const job of ["AJ_\0zero", "A".repeat(300)]) {
    const answer = await postRecording(run.api, [{ head: PART.header, content: recordingHeader(job, "RM_room") }]);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("200 characters");
  }
});

it("a recording of a good job in a room with a zero byte is digested without the room", async () => {
  const job = newJob();
  const timeline = await upload(job, [{ id: "i1", type: "message", role: "user", content: ["hello"] }], [], "RM_\0");
  expect(timeline.session.roomId).toBeNull();
});

it("invalid UTF-8 in a name, a key, a value and a log line becomes U+FFFD, and all of them open", async () => {
  const job = newJob();
  const bad = Buffer.from([0x61, 0xff, 0xfe, 0xc3, 0x28, 0x62]);
  const span = spanOf({
    name: bad,
    attributes: [keyValue("job_id", job), keyValue(bad, "x"), keyValue("k", { any: field(2, field(1, bad)) })],
  });
  const log = Buffer.concat([
    fixed64(1, nowNs()),
    field(3, bad),
    field(5, field(1, bad)),
    field(6, keyValue("job_id", job)),
  ]);
  expect((await post(run.api, "traces", requestOf([span]))).status).toBe(200);
  expect((await post(run.api, "logs", requestOf([log]))).status).toBe(200);
  const timeline = await expectFine(run.api, job);
  expect(timeline.spans[0]?.name).toContain("\uFFFD");
  expect(timeline.logs[0]?.message).toContain("\uFFFD");
});

it("zero bytes in room name, agent name, tags, tools, roles, logs, models and close reason do not stop a digest", async () => {
  const job = newJob();
  const summary = {
    room: "ro\0om",
    agent_name: "ag\0ent",
    sdk_version: "1\0.8",
    close_reason: "CR_\0ERROR",
    tags: ["t\0ag", "lk.success"],
    usage: [{ type: "llm_usage", provider: "pro\0vider", model: "mo\0del", input_tokens: 3 }],
    timestamp: Date.now() / 1000,
  };
  const items = [
    { id: "it\0em", type: "message", role: "user", content: ["hel\0lo"] },
    { id: "c1", type: "function_call", call_id: "ca\0ll", name: "to\0ol", arguments: '{"a":"\0"}' },
    { id: "o1", type: "function_call_output", call_id: "ca\0ll", name: "to\0ol", output: "out\0put", is_error: false },
    { id: "h1", type: "agent_handoff", old_agent_id: "a\0", new_agent_id: "b\0" },
  ];
  const logs = {
    resourceLogs: [
      { scopeLogs: [{ scope: { name: "lo\0gger" }, logRecords: [jsonLog("a\0b", { job_id: job, "k\0": "v\0" })] }] },
    ],
  };
  expect((await postJson(run.api, "logs", logs)).status).toBe(200);
  const span = spanOf({
    name: "na\0me",
    attributes: [keyValue("job_id", job), keyValue("lk.participant_identity", "who\0")],
  });
  expect((await post(run.api, "traces", requestOf([span]))).status).toBe(200);
  const timeline = await upload(job, items, [field(11, JSON.stringify(summary)), field(6, "na\0me")]);
  expect(timeline.session.toolCallCount).toBe(1);
  const found = await run.api.getJson<{ sessions: { id: string }[] }>("/api/v1/sessions?q=hello");
  expect(found.sessions.map(({ id }) => id)).toContain(job);
});

it("zero bytes and odd characters in a webhook neither fail nor reach a room of others", async () => {
  for (const sid of ["RM_\0", "../..", `RM_${"x".repeat(400)}`]) {
    const body = Buffer.from(
      JSON.stringify({
        event: "participant_joined",
        room: { sid, name: "a\0b" },
        participant: { identity: "\0", sid: "PA_\0" },
      }),
    );
    const answer = await fetch(`${run.api.server.url}/webhooks/livekit`, {
      method: "POST",
      headers: {
        authorization: webhookAuthorization({ url: "", ...DEV_PAIR }, body, Date.now() / 1000),
        "content-type": "application/webhook+json",
      },
      body: new Uint8Array(body),
    });
    expect([200, 400]).toContain(answer.status);
    if (answer.status === 400) expect(await answer.text()).toContain("200 characters");
  }
});

it("half a surrogate pair in a log, a tool and a tag does not stop a digest", async () => {
  const job = newJob();
  const logs = { resourceLogs: [{ scopeLogs: [{ logRecords: [jsonLog("half \ud83d", { job_id: job })] }] }] };
  expect((await postJson(run.api, "logs", JSON.stringify(logs))).status).toBe(200);
  const items = [{ id: "\udc00", type: "message", role: "assistant", content: ["\ud83d"] }];
  const timeline = await upload(job, items, [field(11, JSON.stringify({ tags: ["\ud83d"], agent_name: "\ud83d" }))]);
  expect(timeline.items).toHaveLength(1);
});

it("an attribute of 10 MB is taken, kept whole in the journal, and cut where many are listed", async () => {
  const job = newJob();
  const huge = "x".repeat(10 * 1024 * 1024);
  const attributes = { job_id: job, huge };
  const logs = { resourceLogs: [{ scopeLogs: [{ logRecords: [jsonLog(huge, attributes)] }] }] };
  expect((await postJson(run.api, "logs", logs)).status).toBe(200);
  const span = spanOf({
    name: huge.slice(0, 1_000_000),
    attributes: [keyValue("job_id", job), keyValue("huge", huge), keyValue("lk.function_tool.name", huge)],
  });
  expect((await post(run.api, "traces", requestOf([span]))).status).toBe(200);
  // A recording's header has 1 MiB, its transcript 32 MiB.
  const long = huge.slice(0, 300_000);
  const text = huge.slice(0, 6_000_000);
  const items = [
    { id: "m", type: "message", role: "user", content: [text] },
    { id: "c", type: "function_call", call_id: "c", name: text, arguments: text },
    { id: "o", type: "function_call_output", call_id: "c", output: text },
  ];
  const timeline = await upload(job, items, [
    field(11, JSON.stringify({ agent_name: long, room: long, tags: [long] })),
  ]);
  expect(JSON.stringify(timeline).length).toBeLessThan(1_000_000);
  expect(timeline.logs[0]?.message).toContain("10485760");
  const list = JSON.stringify(await run.api.getJson("/api/v1/sessions?limit=200"));
  expect(list.length).toBeLessThan(1_000_000);
  const record = await run.api.getJson<{ attributes: { huge: string } }>(
    `/api/v1/sessions/${job}/records/${timeline.spans[0]?.id}`,
  );
  expect(record.attributes.huge).toHaveLength(huge.length);
});
