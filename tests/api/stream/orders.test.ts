import { afterAll, beforeAll, expect, it } from "vitest";
import type { Timeline } from "@/lib/model/timeline";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { type CapturedRequest, loadCapture, send } from "../../harness/senders";
import { essence, hasEnded, merge, readStream } from "../../harness/stream";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
});
afterAll(() => api?.close());

type Named = keyof typeof JOBS;

/** Sends until the session can be opened at all; answers what is left to send. */
async function sendUntilKnown(requests: CapturedRequest[], path: string): Promise<CapturedRequest[]> {
  for (const [index, request] of requests.entries()) {
    await send(api.server.url, request);
    if ((await api.get(`${path}/timeline`)).status === 200) return requests.slice(index + 1);
  }
  throw new Error("the requests make no session");
}

// As they came is `200.test.ts`; here the worst that a network may do: everything backwards, each request twice.
it.each(Object.keys(JOBS) as Named[])(
  "ends for who watches %s from its first second as for who opens it later, whatever the order",
  async (capture) => {
    const path = `/api/v1/sessions/${JOBS[capture]}`;
    const left = await sendUntilKnown(loadCapture(capture).requests.reverse(), path);
    const opened = await api.getJson<Timeline>(`${path}/timeline`);
    const reading = readStream(api.server.url, `${path}/stream?cursor=${opened.cursor}`, hasEnded);
    for (const [index, request] of left.entries()) {
      await send(api.server.url, request);
      if (index % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 150));
      if (index % 2 === 0) await send(api.server.url, request);
    }
    const events = await reading;
    const afterwards = await api.getJson<Timeline>(`${path}/timeline`);
    expect(events.filter((event) => event.event === "records").length).toBeGreaterThan(1);
    expect(essence(merge(opened, events))).toEqual(essence(afterwards));
    expect(afterwards.session.status).toBe("ended");
  },
);
