import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { digestDue } from "@/background/digests";
import type { Session } from "@/lib/model/sessions";
import type { Timeline } from "@/lib/model/timeline";
import { DEV_PAIR } from "../../harness/database";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { type CapturedRequest, loadCapture, send } from "../../harness/senders";
import { essence, merge, readStream } from "../../harness/stream";

let api: ReadApi;
let client: pg.Client;

beforeAll(async () => {
  api = await openReadApi();
  client = new pg.Client({ connectionString: api.database.url });
  await client.connect();
});
afterEach(() => client.query("truncate session, activity, journal_entry, session_alias"));
afterAll(async () => {
  await client.end();
  await api.close();
});

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const OTHER_TRACE = "1bf7651916cd43dd8448eb211c80319c";
/** The sender's clock, some minutes ago: what is silent for 90 s has ended. */
const BASE_MS = Date.now() - 600_000;

type Named = Record<string, string>;

function attributes(named: Named) {
  return Object.entries(named).map(([key, stringValue]) => ({ key, value: { stringValue } }));
}

function span(id: string, startMs: number, named: Named = {}, trace = TRACE) {
  const at = (ms: number) => `${BASE_MS + ms}000000`;
  const times = { startTimeUnixNano: at(startMs), endTimeUnixNano: at(startMs + 50) };
  return { traceId: trace, spanId: id.padStart(16, "0"), name: `span ${id}`, ...times, attributes: attributes(named) };
}

function log(text: string, atMs: number, named: Named = {}, trace = TRACE) {
  const timeUnixNano = `${BASE_MS + atMs}000000`;
  return { traceId: trace, timeUnixNano, body: { stringValue: text }, attributes: attributes(named) };
}

type Sent = { spans: unknown[] } | { logs: unknown[] };

async function post(sent: Sent): Promise<void> {
  const [path, body] =
    "spans" in sent
      ? ["/v1/traces", { resourceSpans: [{ scopeSpans: [{ spans: sent.spans }] }] }]
      : ["/v1/logs", { resourceLogs: [{ scopeLogs: [{ logRecords: sent.logs }] }] }];
  const authorization = `Bearer ${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`;
  const headers = { authorization, "content-type": "application/json" };
  const answer = await fetch(`${api.server.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  expect([answer.status, await answer.text()]).toEqual([200, "{}"]);
}

/** All that is due, without waiting. */
async function digest(): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await client.query("update activity set first_at = now() - interval '1 hour', last_at = now() - interval '1 hour'");
    await digestDue();
  }
}

async function listed(): Promise<string[]> {
  const { sessions } = await api.getJson<{ sessions: Session[] }>("/api/v1/sessions?limit=200");
  return sessions.map(({ id }) => id).sort();
}

const timelineOf = (id: string) => api.getJson<Timeline>(`/api/v1/sessions/${id}/timeline`);

function permutations<T>(values: T[]): T[][] {
  if (values.length < 2) return [values];
  return values.flatMap((value, index) =>
    permutations([...values.slice(0, index), ...values.slice(index + 1)]).map((rest) => [value, ...rest]),
  );
}

const namedRoot = { spans: [span("1", 0, { "session.id": "call-1" })] };
const unnamed = { spans: [span("2", 10), span("3", 20)] };
const unnamedLog = { logs: [log("hello", 30)] };
const conversing = { spans: [span("4", 40, { "gen_ai.conversation.id": "conv-9" })] };
const requests: Sent[] = [namedRoot, unnamed, unnamedLog, conversing];

describe("one trace whose records name their session here and there, in several requests", () => {
  let whole: Timeline;
  beforeAll(async () => {
    for (const request of requests) await post(request);
    await digest();
    whole = await timelineOf("call-1");
  });

  it("is one session by the best of its names", () => {
    expect(whole.session.id).toBe("call-1");
    expect(whole.spans.map(({ name }) => name)).toEqual(["span 1", "span 2", "span 3", "span 4"]);
    expect(whole.logs.map(({ message }) => message)).toEqual(["hello"]);
  });

  it.each(permutations([0, 1, 2, 3]).map((order) => [order.join(" ")]))("in the order %s", async (order) => {
    for (const index of order.split(" ").map(Number)) {
      await post(requests[index] as Sent);
      await digest();
    }
    expect(await listed()).toEqual(["call-1"]);
    expect(essence(await timelineOf("call-1"))).toEqual(essence(whole));
    for (const old of [TRACE, "conv-9"]) expect(essence(await timelineOf(old))).toEqual(essence(whole));
    expect((await client.query("select distinct session_id from journal_entry")).rows).toEqual([
      { session_id: "call-1" },
    ]);
  });

  it("when two processes digest at once", async () => {
    for (const request of requests) await post(request);
    await client.query("update activity set first_at = now() - interval '1 hour', last_at = now() - interval '1 hour'");
    await Promise.all([digestDue(), digestDue(), digestDue()]);
    await digest();
    expect(await listed()).toEqual(["call-1"]);
    expect(essence(await timelineOf("call-1"))).toEqual(essence(whole));
  });
});

it("a trace that nothing names yet is a session; its address leads to the named one afterwards", async () => {
  await post(unnamed);
  await digest();
  expect(await listed()).toEqual([TRACE]);
  await post(namedRoot);
  await digest();
  expect(await listed()).toEqual(["call-1"]);
  const header = await api.getJson<Session>(`/api/v1/sessions/${TRACE}`);
  expect(header.id).toBe("call-1");
  const record = await api.getJson<{ id: string }>(`/api/v1/sessions/${TRACE}/records/${"2".padStart(16, "0")}`);
  expect(record.id).toBe("2".padStart(16, "0"));
  expect((await api.get(`/api/v1/sessions/${TRACE}/download`)).status).toBe(200);
});

it("a conversation of several traces is one session, also when each trace names it once", async () => {
  for (const [trace, id] of [
    [TRACE, "a"],
    [OTHER_TRACE, "b"],
  ] as const) {
    await post({ spans: [span(`${id}2`, 10, {}, trace)] });
    await post({ logs: [log(`line ${id}`, 20, {}, trace)] });
    await post({ spans: [span(`${id}1`, 0, { "gen_ai.conversation.id": "conv-9" }, trace)] });
    await digest();
  }
  expect(await listed()).toEqual(["conv-9"]);
  const { spans, logs } = await timelineOf("conv-9");
  expect([spans.length, logs.length]).toEqual([4, 2]);
});

it("two sessions in one trace stay two; what names neither is the first one's", async () => {
  await post({ spans: [span("1", 0, { "session.id": "call-1" })] });
  await digest();
  await post({ spans: [span("2", 0, { "session.id": "call-2" })] });
  await digest();
  await post({ spans: [span("3", 0)] });
  await digest();
  expect(await listed()).toEqual(["call-1", "call-2"]);
  expect((await timelineOf("call-1")).spans).toHaveLength(2);
});

it("a program that names its session in its resource goes before a library that names a conversation", async () => {
  const body = {
    resourceSpans: [
      {
        resource: { attributes: attributes({ "session.id": "call-1" }) },
        scopeSpans: [{ spans: [span("1", 0, { "gen_ai.conversation.id": "conv-9" }), span("2", 5)] }],
      },
    ],
  };
  const authorization = `Bearer ${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`;
  const headers = { authorization, "content-type": "application/json" };
  await fetch(`${api.server.url}/v1/traces`, { method: "POST", headers, body: JSON.stringify(body) });
  await digest();
  expect(await listed()).toEqual(["call-1"]);
});

it("whoever watches gets what joins late, and who watches the trace is sent on to the session", async () => {
  await post(namedRoot);
  await digest();
  const before = await timelineOf("call-1");
  await client.query("update journal_entry set received_at = received_at - interval '10 minutes'");
  await post(unnamed);
  // Long ago, as it was for a trace whose root came minutes later.
  await client.query(
    "update journal_entry set received_at = received_at - interval '5 minutes' where session_id = $1",
    [TRACE],
  );
  const path = `/api/v1/sessions/call-1/stream?cursor=${before.cursor}`;
  const isThere = (spans: unknown[]) => spans.length > 0;
  const watching = readStream(api.server.url, path, (events) => isThere(merge(before, events).spans.slice(2)));
  await new Promise((resolve) => setTimeout(resolve, 300));
  await digest();
  const seen = merge(before, await watching);
  expect(seen.spans.map(({ name }) => name)).toEqual(["span 1", "span 2", "span 3"]);

  await client.query("truncate session, activity, journal_entry, session_alias");
  await post(unnamed);
  const old = await timelineOf(TRACE);
  const sentOn = readStream(api.server.url, `/api/v1/sessions/${TRACE}/stream?cursor=${old.cursor}`, () => false);
  await post(namedRoot);
  await digest();
  const events = await sentOn;
  expect(events.map(({ event }) => event)).not.toContain("ended");
});

describe("what OpenTelemetry's SDKs really sent, but named on one span alone", () => {
  /** The requests of one run of the capture, all names but the first made others of the same length. */
  const RUNS = [{ capture: "opentelemetry-node", id: "chat-node-8", name: "gen_ai.conversation.id", from: 6 }];
  it.each(RUNS)("$capture: $id", async ({ capture, id, name, from }) => {
    const run = loadCapture(capture)
      .requests.slice(from)
      .filter(({ path }) => path !== "/v1/metrics");
    let kept = 0;
    const hide = (request: CapturedRequest): Buffer => {
      const text = request.body.toString("latin1");
      return Buffer.from(
        text.replaceAll(name, (found) => (kept++ === 0 ? found : found.replace("id", "xx"))),
        "latin1",
      );
    };
    for (const request of run) {
      const headers = { authorization: request.headers.authorization ?? "" };
      const answer = await send(api.server.url, request, { headers, body: hide(request) });
      expect(answer.status).toBe(200);
      await digest();
    }
    expect(kept).toBeGreaterThan(2);
    expect(await listed()).toEqual([id]);
    const { spans, logs } = await timelineOf(id);
    expect([spans.length, logs.length]).toEqual([3, 2]);
  });
});
