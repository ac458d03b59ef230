import { afterAll, beforeAll, expect, it } from "vitest";
import { openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
  await api.replay("python-realtime");
});
afterAll(() => api?.close());

const open = (path: string) => fetch(`${api.server.url}${path}`);

it("answers probes without a key: the process, and what it needs", async () => {
  const health = await open("/healthz");
  expect([health.status, await health.text()]).toEqual([200, "ok\n"]);
  const ready = await open("/readyz");
  expect(ready.status).toBe(200);
  expect(await ready.json()).toEqual({
    isReady: true,
    checks: ["database", "migrations", "blobs", "disk"].map((name) => ({ name, isReady: true, problem: null })),
  });
});

it("gives Prometheus the requests, the accepted entries and the digests' lag", async () => {
  await api.get("/api/v1/sessions/AJ_unknown/timeline");
  const answer = await open("/metrics");
  expect(answer.headers.get("content-type")).toContain("text/plain");
  const text = await answer.text();
  expect(text).toContain('route="/api/v1/sessions/:id/timeline",method="GET",status="404"');
  expect(Number(/^earshot_journal_entries_total (\d+)$/m.exec(text)?.[1])).toBeGreaterThan(10);
  expect(Number(/^earshot_digest_sessions_waiting (\d+)$/m.exec(text)?.[1])).toBeGreaterThanOrEqual(1);
  expect(text).toMatch(/^earshot_digest_lag_seconds [\d.]+$/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
});
