import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Session } from "@/lib/model/sessions";
import { agentAuthorization } from "@/replay/sign";
import { type EmbeddedPostgres, startPostgres } from "@/scripts/embedded-postgres.mjs";
import { type Product, startProduct } from "../harness/product";
import { countsOf, deliver, expectedCounts, prepareSessions } from "./replay";

/** Tried with a minute as well, by hand: it only takes longer. */
const AWAY_MS = 20_000;
const CATCH_UP_MS_MAX = 100_000;

const folder = mkdtempSync(join(tmpdir(), "earshot-away-"));
// As root, PostgreSQL runs under another account, which must be able to enter.
chmodSync(folder, 0o755);
let database: EmbeddedPostgres;
let product: Product;

beforeAll(async () => {
  database = await startPostgres({ dataDir: join(folder, "postgres") });
  product = await startProduct({ LOG_LEVEL: "error", DATABASE_URL: database.url });
});
afterAll(async () => {
  await product?.stop();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function sessionOf(id: string): Promise<Partial<Session>> {
  const { sessions } = await product.getJson<{ sessions: Session[] }>("/api/v1/sessions?limit=200");
  return sessions.find((session) => session.id === id) ?? {};
}

it("a database that is away for a while: 503 with a time to come again, in time for every sender, then all is well", async () => {
  const sendings = prepareSessions(["python-clinic", "node-clinic", "python-trouble"], 1, "away");
  const delivering = deliver(product, sendings);
  await sleep(300);
  await database.stop();
  const back = sleep(AWAY_MS);

  const authorization = agentAuthorization(product, Date.now() / 1000);
  const post = (path: string, headers: Record<string, string>, body: string) =>
    fetch(`${product.url}/observability/${path}`, { method: "POST", headers: { authorization, ...headers }, body });
  const log = { body: { stringValue: "x" }, attributes: [{ key: "job_id", value: { stringValue: "AJ_away" } }] };
  const logs = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [log] }] }] });
  const startMs = performance.now();
  const refused = await post("logs/otlp/v0", { "content-type": "application/json" }, logs);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, expect.stringMatching(/^\d+$/)]);
  expect(await refused.text()).toMatch(/database/i);
  expect(performance.now() - startMs).toBeLessThan(5_000);

  const header = "Content-Disposition: form-data; name=header\r\n\r\n\n\x05RM_aw";
  const parts = `--b\r\n${header}\r\n--b--\r\n`;
  const recording = await post("recordings/v0", { "content-type": "multipart/form-data; boundary=b" }, parts);
  expect(recording.status).toBe(503);
  expect(await recording.text()).toContain("google.rpc.RetryInfo");

  const pages = await fetch(`${product.url}/readyz`);
  expect(pages.status).toBe(503);
  const web = product.pidOf("web");
  const background = product.pidOf("background");
  await back;
  database = await startPostgres({ dataDir: join(folder, "postgres") });

  const delivery = await delivering;
  expect(delivery.refused.length).toBeGreaterThan(0);
  for (const { status } of delivery.refused) expect(status).toBe(503);
  // Node's SDK gives its recording up when its logs are not answered in ten seconds.
  expect(delivery.slowestLogsMs).toBeLessThan(10_000);
  for (const { sessionId, capture } of delivery.sendings) {
    const expected = await expectedCounts(capture.name);
    await expect
      .poll(async () => countsOf(await sessionOf(sessionId)), { timeout: CATCH_UP_MS_MAX, interval: 250 })
      .toEqual(expected);
  }
  expect([product.pidOf("web"), product.pidOf("background")]).toEqual([web, background]);
});
