import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  expectFine,
  field,
  keyValue,
  newJob,
  openWithNeighbour,
  post,
  postJson,
  pour,
  requestOf,
  type Signal,
  spanOf,
  talk,
} from "../../harness/hostile";
import { bearerToken, capturedRequest, sign } from "../../harness/senders";

const OTLP_BYTES_MAX = 2_000_000;
const RECORDS_MAX = 2_000;
const SIGNALS: Signal[] = ["traces", "logs", "metrics"];

let run: Awaited<ReturnType<typeof openWithNeighbour>>;
beforeAll(async () => {
  run = await openWithNeighbour({ OTLP_BYTES_MAX: String(OTLP_BYTES_MAX), OTLP_RECORDS_MAX: String(RECORDS_MAX) });
});
afterEach(() => run.expectNeighbour());
afterAll(() => run.api.close());

const gzip = { "content-encoding": "gzip" };

/** A sequence that is the same in every run. Source: Numerical Recipes, a linear congruential generator. */
function noise(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

describe.each(SIGNALS)("%s", (signal) => {
  const request = capturedRequest("python-clinic", `/${signal}/otlp/v0`);
  const plain = gunzipSync(request.body);

  it("cut short anywhere is refused with the byte: 400", async () => {
    for (const length of [1, 2, 10, plain.length >> 1, plain.length - 1]) {
      const answer = await post(run.api, signal, plain.subarray(0, length));
      expect(answer.status).toBe(400);
      expect(answer.headers.get("content-type")).toBe("application/x-protobuf");
      expect(await answer.text()).toMatch(/malformed at byte \d+: .+/);
    }
  });

  it("of random bytes is refused in words, or holds no record: never a 500", async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const answer = await post(run.api, signal, noise(seed * 7, seed));
      expect([200, 400]).toContain(answer.status);
      if (answer.status === 400) expect(await answer.text()).toMatch(/malformed at byte \d+: .+/);
    }
  });

  it("of JSON that is none, of another shape, or cut off is refused in JSON: 400", async () => {
    for (const body of ["", "{", "[]", "null", "7", '"text"', '{"resourceSpans":', "\u0000", "{'a':1}", "\ufeff"]) {
      const answer = await postJson(run.api, signal, body);
      expect(answer.status).toBe(400);
      expect(((await answer.json()) as { code: number; message: string }).message).toMatch(/^The body is /);
    }
  });

  it("of JSON with values of other types than promised is taken for what it says", async () => {
    const key = `resource${{ traces: "Spans", logs: "Logs", metrics: "Metrics" }[signal]}`;
    for (const value of [null, 7, "text", {}, [null], [[]], [{ scopeSpans: 7, scopeLogs: {}, scopeMetrics: "x" }]]) {
      expect((await postJson(run.api, signal, { [key]: value })).status).toBe(200);
    }
  });

  it("with another content type is refused with what is understood: 415", async () => {
    for (const type of ["text/plain", "application/grpc", "multipart/form-data; boundary=x", ""]) {
      const answer = await post(run.api, signal, plain, { "content-type": type });
      expect(answer.status).toBe(415);
      expect(await answer.text()).toContain("send application/x-protobuf or application/json");
    }
    const answer = await post(run.api, signal, plain, { "content-encoding": "zstd" });
    expect([answer.status, await answer.text()]).toEqual([415, expect.stringContaining("send gzip, deflate or none")]);
  });

  it("with broken gzip is refused: 400", async () => {
    const flipped = Buffer.from(request.body);
    flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 0xff;
    for (const body of [plain, request.body.subarray(0, -9), flipped, Buffer.alloc(0), Buffer.from([0x1f, 0x8b])]) {
      const answer = await post(run.api, signal, body, gzip);
      expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining("not valid gzip")]);
    }
  });

  it("with a gzip bomb, also one of many members, is refused with the limit: 413", async () => {
    const bomb = gzipSync(Buffer.alloc(OTLP_BYTES_MAX + 1));
    const member = gzipSync(Buffer.alloc(OTLP_BYTES_MAX >> 1));
    for (const body of [bomb, Buffer.concat([member, member, member])]) {
      const answer = await post(run.api, signal, body, gzip);
      expect([answer.status, await answer.text()]).toEqual([413, expect.stringContaining(String(OTLP_BYTES_MAX))]);
    }
  });

  it("with more records or groups than the limit is refused with it: 413", async () => {
    const records = Array.from({ length: RECORDS_MAX + 1 }, () => Buffer.alloc(0));
    const groups = Buffer.concat(records.map(() => field(1, "")));
    for (const body of [requestOf(records), groups]) {
      const answer = await post(run.api, signal, body);
      expect([answer.status, await answer.text()]).toEqual([413, expect.stringContaining(`${RECORDS_MAX} records`)]);
    }
  });

  it("with a larger Content-Length than bytes is refused once the sender hangs up, and nothing is kept", async () => {
    const head = `POST /observability/${signal}/otlp/v0 HTTP/1.1\r\nHost: x\r\nAuthorization: ${bearerToken()}\r\nContent-Type: application/x-protobuf\r\n`;
    expect(await talk(run.api.server.url, [`${head}Content-Length: 5000\r\n\r\n`, "short"])).toBe("");
    // More bytes than declared are the next request, and that is none.
    const said = await talk(run.api.server.url, [`${head}Content-Length: 0\r\n\r\n`, "much more than nothing\r\n\r\n"]);
    expect(said).toMatch(/HTTP\/1.1 400/);
    const absurd = await talk(run.api.server.url, [`${head}Content-Length: 99999999999\r\n\r\n`, "x"]);
    expect(absurd).toMatch(/^HTTP\/1.1 413/);
    expect(await talk(run.api.server.url, [`${head}Content-Length: minus one\r\n\r\n`, "x"])).toMatch(/^HTTP\/1.1 400/);
  });

  it("in chunks without end is refused with the limit, and taken no further: 413", async () => {
    const headers = { authorization: bearerToken(), "content-type": "application/x-protobuf" };
    const { status, text, sentBytes } = await pour(run.api.server.url, `/observability/${signal}/otlp/v0`, headers);
    expect([status, text]).toEqual([413, expect.stringContaining(String(OTLP_BYTES_MAX))]);
    expect(sentBytes).toBeLessThan(20 * OTLP_BYTES_MAX);
  });

  it("refuses every wrong token in words that switch nothing off: 401", async () => {
    const now = Math.floor(Date.now() / 1000);
    const wrong = {
      secret: sign({}, "wrong"),
      expired: sign({ exp: now - 120 }),
      "alg none": sign({}, "secret", { alg: "none" }).replace(/[^.]*$/, ""),
      grant: sign({ observability: undefined }),
      key: sign({ iss: "nobody" }),
      garbage: "a.b.c",
    };
    for (const token of Object.values(wrong)) {
      const answer = await post(run.api, signal, plain, { authorization: `Bearer ${token}` });
      expect(answer.status).toBe(401);
      const words = await answer.text();
      expect(words).toMatch(/The token .+\./);
      expect(words).not.toContain("disabled");
    }
  });
});

it("says how many records of a protobuf request were not kept, the first of them and why, in the protocol's own fields", async () => {
  const job = newJob();
  const good = spanOf({ attributes: [keyValue("job_id", job)] });
  const bad = [
    spanOf({ traceId: "00".repeat(16) }),
    spanOf({ spanId: "01" }),
    spanOf({ startNs: 0n }),
    Buffer.from([0x0a, 0x7f]),
  ];
  const answer = await post(run.api, "traces", requestOf([good, ...bad, good]));
  expect(answer.status).toBe(200);
  const body = Buffer.from(await answer.arrayBuffer());
  // ExportTraceServiceResponse { 1 partial_success { 1 rejected_spans = 4, 2 error_message } }, read by hand.
  expect([body[0], body[2], body[3], body[4]]).toEqual([0x0a, 0x08, 4, 0x12]);
  expect(body.toString("latin1", 6)).toMatch(/^4 not kept; the first is number 1: The trace id is not 16 bytes/);
  expect((await expectFine(run.api, job)).spans).toHaveLength(1);
});

it("answers JSON's partial success with the field of its signal", async () => {
  const log = { body: { stringValue: "nobody's" } };
  const answer = await postJson(run.api, "logs", { resourceLogs: [{ scopeLogs: [{ logRecords: [log, 7] }] }] });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    partialSuccess: {
      rejectedLogRecords: "2",
      errorMessage: expect.stringMatching(/^2 not kept; the first is number 0: The record names no session/),
    },
  });
});

it("JSON nested 10,000 deep, in any place, is taken or refused in words, digested and shown", async () => {
  const deep = (inner: string, open: string, close: string) => open.repeat(10_000) + inner + close.repeat(10_000);
  const arrays = deep("", "[", "]");
  const values = deep('{"stringValue":"core"}', '{"arrayValue":{"values":[', "]}}");
  const lists = deep('{"stringValue":"core"}', '{"kvlistValue":{"values":[{"key":"k","value":', "}]}}");
  for (const value of [arrays, values, lists]) {
    const job = newJob();
    const attributes = `[{"key":"job_id","value":{"stringValue":"${job}"}},{"key":"deep","value":${value}}]`;
    const log = `{"timeUnixNano":"${Date.now()}000000","body":${value},"attributes":${attributes}}`;
    const answer = await postJson(run.api, "logs", `{"resourceLogs":[{"scopeLogs":[{"logRecords":[${log}]}]}]}`);
    expect(answer.status).toBe(200);
    expect((await expectFine(run.api, job)).logs).toHaveLength(1);
    // Two sessions in one request: it is written anew, which is where the stack would end.
    const other = log.replaceAll(job, `${job}x`);
    const two = await postJson(run.api, "logs", `{"resourceLogs":[{"scopeLogs":[{"logRecords":[${log},${other}]}]}]}`);
    expect([200, 400]).toContain(two.status);
    if (two.status === 400) expect(await two.text()).toContain("nested too deep");
  }
  expect((await postJson(run.api, "logs", arrays)).status).toBe(400);
});

it("protobuf nested 10,000 deep is taken, digested and shown", async () => {
  let array = field(1, "core");
  let list = field(1, "core");
  for (let depth = 0; depth < 10_000; depth++) {
    array = field(5, field(1, array));
    list = field(6, field(1, Buffer.concat([field(1, "k"), field(2, list)])));
  }
  for (const any of [array, list]) {
    const job = newJob();
    const span = spanOf({ attributes: [keyValue("job_id", job), keyValue("deep", { any: field(2, any) })] });
    expect((await post(run.api, "traces", requestOf([span]))).status).toBe(200);
    expect((await expectFine(run.api, job)).spans).toHaveLength(1);
  }
});

it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
  "a span, an attribute and a severity named %s are nothing special",
  async (name) => {
    const job = newJob();
    const span = spanOf({ name, attributes: [keyValue("job_id", job), keyValue(name, "x")] });
    expect((await post(run.api, "traces", requestOf([span], field(1, name)))).status).toBe(200);
    const log = {
      severityNumber: name,
      severityText: name,
      body: { stringValue: name },
      attributes: [{ key: "job_id", value: { stringValue: job } }],
    };
    expect(
      (await postJson(run.api, "logs", { resourceLogs: [{ scopeLogs: [{ scope: { name }, logRecords: [log] }] }] }))
        .status,
    ).toBe(200);
    const timeline = await expectFine(run.api, job);
    expect([timeline.spans[0]?.name, timeline.logs[0]?.message]).toEqual([name, name]);
  },
);
