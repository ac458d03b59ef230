import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findPostgres, freePort } from "@/scripts/embedded-postgres.mjs";
import { type Product, startProduct } from "../harness/product";
import { manyLines, ndjson, workerRecord } from "../harness/sent-lines";

// Two web processes on one database: a sidecar's batch that is sent again may reach the other one while the first still writes it.

const BATCHES = 60;
const LINES = 200;
/** Each batch begins in the middle of the one before. */
const STEP = LINES / 2;

let product: Product;
let second: ChildProcess;
let secondUrl: string;

beforeAll(async () => {
  product = await startProduct();
  const port = await freePort();
  secondUrl = `http://127.0.0.1:${port}`;
  const DATABASE_URL = findPostgres({ dataDir: join(product.dataDir, "postgres") }) ?? "";
  const settings = { DATABASE_URL, DATA_DIR: product.dataDir, PORT: String(port) };
  const env = { ...process.env, ...settings, NODE_ENV: "production" as const };
  second = spawn(process.execPath, ["--enable-source-maps", "dist/server.js"], { env, stdio: "ignore" });
  for (let ready = false; !ready; await sleep(100)) {
    if (second.exitCode !== null) throw new Error("the second web process ended");
    ready = (await fetch(`${secondUrl}/readyz`).catch(() => null))?.ok ?? false;
  }
}, 120_000);

afterAll(async () => {
  second?.kill("SIGKILL");
  await product?.stop();
}, 90_000);

async function post(url: string, from: number): Promise<{ accepted: number; doubled: number }> {
  const answer = await fetch(`${url}/api/v1/runtime-lines`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${product.apiKey}:${product.apiSecret}`,
      "content-type": "application/x-ndjson",
    },
    body: ndjson([workerRecord("twice"), ...manyLines(from, LINES)]),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { accepted: number; doubled: number };
}

it("stores each line of a worker once, however its batches overlap in two processes", async () => {
  const starts = Array.from({ length: BATCHES }, (_unused, index) => 1 + index * STEP);
  const answers = await Promise.all(starts.flatMap((from) => [post(product.url, from), post(secondUrl, from)]));
  const all = STEP * (BATCHES + 1);
  expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(all);
  expect(answers.reduce((sum, { doubled }) => sum + doubled, 0)).toBe(2 * BATCHES * LINES - all);
  const [stored] = await product.query<{ lines: number; different: number; last: number }>(
    "select count(*)::int as lines, count(distinct seq)::int as different, max(seq)::int as last from runtime_line",
  );
  expect(stored).toEqual({ lines: all, different: all, last: all });
}, 120_000);
