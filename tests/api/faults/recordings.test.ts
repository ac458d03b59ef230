import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { blobs } from "@/lib/blobs";
import {
  expectFine,
  field,
  multipart,
  newJob,
  openWithNeighbour,
  PART,
  post,
  postRecording,
  pour,
  recordingHeader,
} from "../../harness/hostile";
import { bearerToken } from "../../harness/senders";

let run: Awaited<ReturnType<typeof openWithNeighbour>>;
beforeAll(async () => {
  run = await openWithNeighbour({ RECORDING_BYTES_MAX: "3000000" });
});
afterEach(() => run.expectNeighbour());
afterAll(() => run.api.close());

async function blobCount(): Promise<number> {
  let count = 0;
  for await (const _blob of blobs().list("")) count += 1;
  return count;
}

const said = { items: [{ id: "m", type: "message", role: "user", content: ["hello"] }] };
const chatHistory = { head: PART.chatHistory, content: JSON.stringify(said) };
const audio = { head: PART.audio, content: Buffer.from("OggS and then nothing that anybody can play") };

it("parts in every order are one recording", async () => {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  for (const order of orders) {
    const job = newJob();
    const parts = [{ head: PART.header, content: recordingHeader(job) }, chatHistory, audio];
    const answer = await postRecording(
      run.api,
      order.map((index) => parts[index] ?? audio),
    );
    expect(answer.status).toBe(200);
    const timeline = await expectFine(run.api, job);
    expect([timeline.items.length, timeline.recording?.sizeBytes]).toEqual([1, audio.content.length]);
  }
});

it("parts whose own Content-Length is wrong are read to their boundary", async () => {
  for (const length of ["0", "7", "999999", "-1", "many"]) {
    const job = newJob();
    const withLength = (part: { head: string; content: Uint8Array | string }) => ({
      ...part,
      head: `Content-Length: ${length}\r\n${part.head}`,
    });
    const parts = [{ head: PART.header, content: recordingHeader(job) }, chatHistory, audio];
    expect((await postRecording(run.api, parts.map(withLength))).status).toBe(200);
    expect((await expectFine(run.api, job)).recording?.sizeBytes).toBe(audio.content.length);
  }
});

it.each([
  ["without a header", [chatHistory, audio], 'no part "header"'],
  ["with an empty header", [{ head: PART.header, content: "" }, audio], 'no part "header"'],
  [
    "with a header of noise",
    [{ head: PART.header, content: Buffer.from([0xff, 0xff, 0xff]) }, audio],
    "malformed at byte",
  ],
  [
    "whose header names nobody",
    [{ head: PART.header, content: field(6, "name") }, audio],
    "neither a job (8) nor a room (1)",
  ],
  [
    "with a part twice",
    [audio, audio, { head: PART.header, content: recordingHeader("AJ_twice") }],
    'the part "audio" twice',
  ],
  ["with nothing", [], "no part"],
])(
  "an upload %s is refused in words as a Status without RetryInfo, and keeps no audio: 400",
  async (_name, parts, words) => {
    const before = await blobCount();
    const answer = await postRecording(run.api, parts);
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toBe("application/x-protobuf");
    const text = await answer.text();
    expect(text).toContain(words);
    expect(text).not.toContain("RetryInfo");
    expect(await blobCount()).toBe(before);
  },
);

it("an upload without, or with another boundary, or with lines that are no head, is refused: 400 or 415", async () => {
  const { body } = multipart([chatHistory]);
  for (const [type, status] of [
    ["multipart/form-data", 400],
    ["multipart/form-data; boundary=", 400],
    ["multipart/form-data; boundary=another", 400],
    ["multipart/mixed; boundary=made-by-hand-3f1", 415],
    ["text/plain", 415],
  ] as const) {
    const answer = await post(run.api, "recordings", body, { "content-type": type });
    expect([type, answer.status]).toEqual([type, status]);
    expect((await answer.text()).length).toBeGreaterThan(10);
  }
  const headless = await postRecording(run.api, [
    { head: "no colon here", content: "x" },
    { head: "\u0000: \u0000", content: "x" },
  ]);
  expect(headless.status).toBe(400);
});

it("an upload in chunks without end is refused with the limit, and keeps no audio: 413", async () => {
  const boundary = "made-by-hand-3f1";
  const before = await blobCount();
  const headers = { authorization: bearerToken(), "content-type": `multipart/form-data; boundary=${boundary}` };
  // Without a first boundary nothing is a part: preamble without end.
  const { status } = await pour(run.api.server.url, "/observability/recordings/v0", headers);
  expect(status).toBe(413);
  expect(await blobCount()).toBe(before);
});

it("garbage instead of Ogg: the session shows, and its waveform is missing with words", async () => {
  for (const content of [
    audio.content,
    Buffer.alloc(5000, 0x4f),
    Buffer.from("RIFF....WAVEfmt "),
    Buffer.concat([Buffer.from("OggS\0\u0002"), Buffer.alloc(4000, 0xff)]),
  ]) {
    const job = newJob();
    const answer = await postRecording(run.api, [
      { head: PART.header, content: recordingHeader(job) },
      chatHistory,
      { head: PART.audio, content },
    ]);
    expect(answer.status).toBe(200);
    const timeline = await expectFine(run.api, job);
    expect([timeline.items.length, timeline.recording?.peaksUrl]).toEqual([1, null]);
    const sound = await run.api.get(`/api/v1/sessions/${job}/audio`);
    expect(sound.status).toBe(200);
    expect((await sound.arrayBuffer()).byteLength).toBe(content.length);
    const peaks = await run.api.get(`/api/v1/sessions/${job}/peaks?buckets=10`);
    expect(peaks.status).toBe(404);
    const wav = await run.api.get(`/api/v1/sessions/${job}/audio?side=user`);
    expect(wav.status).toBeLessThan(500);
  }
});

it("a transcript that is no JSON, of another shape, or nested 10,000 deep leaves a session that opens", async () => {
  const deep = "[".repeat(10_000) + "]".repeat(10_000);
  const items = [
    `{"id":"d1","type":"message","role":"user","content":${deep},"extra":${deep}}`,
    `{"id":"d2","type":"function_call","call_id":${deep},"name":"t","arguments":${deep}}`,
    `{"id":"d3","type":"agent_config_update","tools_added":[${deep}],"instructions":"x"}`,
    `{"id":"d4","type":"message","role":"assistant","content":["hi"],"metrics":${deep}}`,
    '{"id":"d5","type":"function_call","call_id":{"toString":1},"name":"t","arguments":{"toString":1}}',
    '{"id":"d6","type":"function_call_output","call_id":{"toString":1},"output":{"toString":1}}',
  ];
  for (const content of [
    "",
    "{",
    "7",
    "null",
    '{"items":7}',
    `{"items":[${deep}]}`,
    `{"items":[${items.join(",")}]}`,
    `${deep}`,
  ]) {
    const job = newJob();
    const summary = `{"options":${deep},"usage":[${deep},{"type":"llm_usage","input_tokens":1e308},{"type":"llm_usage","input_tokens":1e308}],"tags":${deep}}`;
    const parts = [
      { head: PART.header, content: recordingHeader(job, undefined, [field(11, summary)]) },
      { head: PART.chatHistory, content },
    ];
    expect((await postRecording(run.api, parts)).status).toBe(200);
    const { items: shown } = await expectFine(run.api, job);
    for (const { id } of shown) await run.api.getJson(`/api/v1/sessions/${job}/records/${id}`);
  }
});
