import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { capturedRequest, send } from "../../harness/senders";

let api: ReadApi;

beforeAll(async () => {
  // Every disk is one percent full.
  api = await openReadApi({ DISK_WARN_PERCENT: "1", DISK_REFUSE_PERCENT: "1" });
});
afterAll(() => api?.close());

it("asks senders to come again, recordings in their own words, and is not ready; reading goes on", async () => {
  const recording = capturedRequest("python-realtime", "/recordings/v0");
  await vi.waitFor(async () => expect((await send(api.server.url, recording)).status).toBe(503));
  const answer = await send(api.server.url, recording);
  expect(answer.headers.get("content-type")).toBe("application/x-protobuf");
  const body = Buffer.from(await answer.arrayBuffer());
  expect(body.includes("type.googleapis.com/google.rpc.RetryInfo")).toBe(true);
  const traces = await send(api.server.url, capturedRequest("python-realtime", "/traces/otlp/v0"));
  expect([traces.status, traces.headers.get("retry-after")]).toEqual([503, "30"]);
  const ready = await fetch(`${api.server.url}/readyz`);
  expect(ready.status).toBe(503);
  const { checks } = (await ready.json()) as { checks: { name: string; problem: string | null }[] };
  expect(checks.find(({ name }) => name === "disk")?.problem).toMatch(/^\d+ % full: telemetry is refused/);
  expect((await api.get("/api/v1/sessions")).status).toBe(200);
  expect(await (await fetch(`${api.server.url}/metrics`)).text()).toMatch(/^earshot_disk_used_percent \d/m);
});
