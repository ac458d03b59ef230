import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { RetentionRun } from "@/lib/model/retention";
import { insertOldSessions, oldAudioKey } from "../harness/old-sessions";
import { type Product, startProduct } from "../harness/product";

const OLD = 4000;
const YOUNG = 200;
let product: Product;
let projectId: string;

beforeAll(async () => {
  product = await startProduct({ LOG_LEVEL: "warn" });
  projectId = (await product.getJson<{ id: string }>("/api/v1/project")).id;
});
afterAll(() => product?.stop());

async function fill(prefix: string, count: number, endedDaysAgo: number): Promise<void> {
  const sessions = { projectId, prefix, count, endedDaysAgo };
  // The harness's connection takes text only: the values are numbers and names of our own.
  await insertOldSessions((text, values) => {
    const filled = values.reduce<string>(
      (sum, value, index) => sum.replaceAll(`$${index + 1}`, typeof value === "number" ? String(value) : `'${value}'`),
      text,
    );
    return product.query(filled) as never;
  }, sessions);
  for (let n = 1; n <= count; n += 1) {
    const path = join(product.dataDir, "blobs", oldAudioKey(sessions, n));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "Oggs");
  }
}

const filesLeft = (prefix: string) =>
  readdirSync(join(product.dataDir, "blobs/recordings", projectId, "2026-01-01")).filter((name) =>
    name.startsWith(prefix),
  ).length;

async function rowsLeft(prefix: string): Promise<number> {
  const tables = ["session", "journal_entry", "turn", "recording", "session_text"];
  const counts = tables.map((table) => `(select count(*) from ${table} where session_id like '${prefix}%')`);
  const [row] = await product.query<{ n: string }>(`select ${counts.join(" + ")} as n`);
  return Number(row?.n);
}

it("retention that is killed again and again in the middle ends with all that is old gone, rows and files, and nothing else", async () => {
  await fill("AJ_old", OLD, 31);
  await fill("AJ_young", YOUNG, 29);
  const answer = await fetch(`${product.url}/api/v1/project/retention-runs`, {
    method: "POST",
    headers: { authorization: `Bearer ${product.apiKey}:${product.apiSecret}`, "content-type": "application/json" },
    body: JSON.stringify({ dryRun: false }),
  });
  expect(answer.status).toBe(202);
  const { id } = (await answer.json()) as { id: string };
  const look = () => product.getJson<RetentionRun>(`/api/v1/project/retention-runs/${id}`);
  for (const share of [0.1, 0.4]) {
    await expect
      .poll(async () => (await look()).sessions, { timeout: 120_000, interval: 10 })
      .toBeGreaterThan(OLD * share);
    await product.kill("background");
    // What it was at is half done: nobody goes on before its claim is a minute old.
    expect((await look()).state).toBe("running");
    expect(filesLeft("AJ_old")).toBeGreaterThan(0);
    await product.query("update retention_run set claimed_at = claimed_at - interval '1 minute'");
    await sleep(50);
  }
  await expect.poll(async () => (await look()).state, { timeout: 120_000, interval: 250 }).toBe("done");
  expect([await rowsLeft("AJ_old"), filesLeft("AJ_old")]).toEqual([0, 0]);
  expect([await rowsLeft("AJ_young"), filesLeft("AJ_young")]).toEqual([YOUNG * 8, YOUNG]);
});
