import { afterAll, beforeAll, expect, it } from "vitest";
import { castSession, makeMould } from "@/bench/mould";
import type { Timeline } from "@/lib/model/timeline";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { bearerToken } from "../../harness/senders";
import { runSessionWorker } from "../../harness/session-worker";
import { essence, hasEnded, merge, readStream } from "../../harness/stream";

let api: ReadApi;
let endWorker = () => {};

beforeAll(async () => {
  api = await openReadApi();
  endWorker = await runSessionWorker();
});
afterAll(async () => {
  endWorker();
  await api?.close();
});

it("goes on without a gap for who watches a session that grows large and moves to the other thread", async () => {
  const size = { spans: 2500, logs: 500, traceRequests: 20, logRequests: 5 };
  const nowSeconds = Date.now() / 1000;
  const requests = castSession(makeMould(), size, { seed: "grows", nowSeconds, agoSeconds: 30 });
  const post = async (request: (typeof requests)[number]) => {
    const headers = { ...request.headers, authorization: bearerToken() };
    const body = new Uint8Array(request.body);
    const answer = await fetch(`${api.server.url}${request.path}`, { method: "POST", headers, body });
    expect(answer.status).toBe(200);
  };
  const [first, ...rest] = requests;
  if (!first) throw new Error("no requests");
  await post(first);
  const { sessions } = await api.getJson<{ sessions: { id: string }[] }>("/api/v1/sessions");
  expect(sessions).toEqual([]);
  await expectDigested();
  const [known] = (await api.getJson<{ sessions: { id: string }[] }>("/api/v1/sessions")).sessions;
  const path = `/api/v1/sessions/${known?.id}`;
  const opened = await api.getJson<Timeline>(`${path}/timeline`);
  const reading = readStream(api.server.url, `${path}/stream?cursor=${opened.cursor}`, hasEnded);
  for (const request of rest) {
    await post(request);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const events = await reading;
  const afterwards = await api.getJson<Timeline>(`${path}/timeline`);
  expect(afterwards.spans).toHaveLength(2500);
  expect(essence(merge(opened, events))).toEqual(essence(afterwards));
});

async function expectDigested(): Promise<void> {
  const { digestDue } = await import("@/background/digests");
  for (let left = 100; left > 0; left -= 1) {
    await digestDue();
    if ((await api.getJson<{ sessions: unknown[] }>("/api/v1/sessions")).sessions.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("not digested");
}
