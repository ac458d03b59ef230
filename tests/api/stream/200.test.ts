import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Timeline, TimelineDelta } from "@/lib/model/timeline";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { loadCapture, send } from "../../harness/senders";
import { essence, hasEnded, merge, readStream } from "../../harness/stream";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
});
afterAll(() => api?.close());

describe.each(["python-clinic", "python-realtime", "node-clinic"] as const)(
  "a session watched live (%s)",
  (capture) => {
    it("ends with the same answer as one that is opened afterwards, through a broken connection too", async () => {
      const path = `/api/v1/sessions/${JOBS[capture]}`;
      const { requests } = loadCapture(capture);
      const half = Math.floor(requests.length / 2);
      const third = Math.floor(requests.length / 3);
      for (const request of requests.slice(0, third)) await send(api.server.url, request);
      const opened = await api.getJson<Timeline>(`${path}/timeline`);
      expect(opened.session.status).toBe("live");

      const first = readStream(api.server.url, `${path}/stream?cursor=${opened.cursor}`, (events) => {
        return events.filter((event) => event.event === "records").length >= 2;
      });
      for (const request of requests.slice(third, half)) await send(api.server.url, request);
      await new Promise((resolve) => setTimeout(resolve, 300));
      for (const request of requests.slice(half, half + 3)) await send(api.server.url, request);
      const before = await first;
      const lastId = before.at(-1)?.id ?? "";
      expect(lastId).toMatch(/^\d+-\d+$/);

      // While nobody listens, more comes; the reconnect says what it has seen.
      for (const request of requests.slice(half + 3, half + 8)) await send(api.server.url, request);
      const second = readStream(api.server.url, `${path}/stream?cursor=${opened.cursor}`, hasEnded, {
        "last-event-id": lastId,
      });
      for (const request of requests.slice(half + 8)) await send(api.server.url, request);
      const after = await second;

      const afterwards = await api.getJson<Timeline>(`${path}/timeline`);
      expect(essence(merge(opened, [...before, ...after]))).toEqual(essence(afterwards));
      expect(afterwards.session.status).toBe("ended");
    });
  },
);

it("sends everything to a reader without a cursor, and then says that it has ended", async () => {
  await api.replay("python-realtime");
  const path = `/api/v1/sessions/${JOBS["python-realtime"]}`;
  const events = await readStream(api.server.url, `${path}/stream`, hasEnded);
  expect(events.map((event) => event.event)).toEqual(["records", "session", "ended"]);
  const timeline = await api.getJson<Timeline>(`${path}/timeline`);
  const lists = { items: [], spans: [], logs: [], evaluations: [], participants: [], waits: [], states: [] };
  const empty = { ...timeline, ...lists, stalls: [], connection: [], missing: [], recording: null };
  expect(essence(merge(empty, events))).toEqual(essence(timeline));
});

it("has nothing new for a reader who has it all, some seconds after the last entry", async () => {
  const path = `/api/v1/sessions/${JOBS["python-realtime"]}`;
  const { cursor } = await api.getJson<Timeline>(`${path}/timeline`);
  // Entries of the last ten seconds may be sent again: later cursors are trusted more than fresh ones.
  const [receivedMs, seq] = cursor.split("-");
  const later = `${Number(receivedMs) + 11_000}-${seq}`;
  const events = await readStream(api.server.url, `${path}/stream?cursor=${later}`, hasEnded);
  expect(events.filter((event) => event.event === "records")).toEqual([]);
});

it("shows an acknowledged record within a second", async () => {
  const [job] = [JOBS["python-clinic"]];
  const request = loadCapture("python-clinic").requests.find((one) => one.path.endsWith("/traces/otlp/v0"));
  if (!request) throw new Error("no traces");
  // The same spans under another id: the capture's own session is over.
  const { gunzipSync, gzipSync } = await import("node:zlib");
  const renamed = (name: string, body: Buffer) =>
    gzipSync(Buffer.from(gunzipSync(body).toString("latin1").replaceAll(job, name), "latin1"));
  const live = "AJ_liveliveAAAA";
  const requests = loadCapture("python-clinic").requests.filter((one) => one.path.endsWith("/traces/otlp/v0"));
  await send(api.server.url, requests[0] ?? request, { body: renamed(live, (requests[0] ?? request).body) });
  const { cursor, spans } = await api.getJson<Timeline>(`/api/v1/sessions/${live}/timeline`);
  let sentMs = 0;
  const reading = readStream(api.server.url, `/api/v1/sessions/${live}/stream?cursor=${cursor}`, (events) => {
    const known = new Set(spans.map((span) => span.id));
    return events.some(({ event, data }) => {
      return event === "records" && (data as TimelineDelta).spans.some((span) => !known.has(span.id));
    });
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  await send(api.server.url, requests[1] ?? request, { body: renamed(live, (requests[1] ?? request).body) });
  sentMs = performance.now();
  await reading;
  expect(performance.now() - sentMs).toBeLessThan(1000);
});
