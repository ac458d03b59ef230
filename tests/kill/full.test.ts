import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Timeline } from "@/lib/model/timeline";
import { openSender } from "@/replay/send";
import { findPostgres, freePort } from "@/scripts/embedded-postgres.mjs";
import { type Product, startProduct } from "../harness/product";
import { deliver, prepareSessions } from "./replay";

let product: Product;
beforeAll(async () => {
  product = await startProduct({
    LOG_LEVEL: "warn",
    REQUESTS_IN_FLIGHT_MAX: "4",
    RECORDINGS_IN_FLIGHT_MAX: "2",
    REQUEST_BYTES_IN_FLIGHT_MAX: "2MiB",
  });
});
afterAll(() => product?.stop());

const isLinux = process.platform === "linux";
const MIB = 1024 * 1024;

function rssOf(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1]) * 1024;
}

/** A second web process of the installation, which can write no file larger than 64 KiB: as on a disk that is full. */
async function startOnFullDisk(): Promise<{ url: string; web: ChildProcess }> {
  const port = await freePort();
  const env = {
    ...process.env,
    ...{ DATA_DIR: product.dataDir, PORT: String(port), EARSHOT_HOST: "127.0.0.1", NODE_ENV: "production" as const },
    DATABASE_URL: findPostgres({ dataDir: join(product.dataDir, "postgres") }) ?? "",
  };
  const web = spawn("bash", ["-c", `ulimit -f 64 && exec "${process.execPath}" dist/server.js`], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://127.0.0.1:${port}`;
  for (let left = 300; left > 0; left -= 1) {
    if ((await fetch(`${url}/readyz`).catch(() => null))?.status === 200) return { url, web };
    await sleep(100);
  }
  throw new Error("the web process on a full disk is not ready");
}

it.runIf(isLinux)(
  "on a full disk a recording is asked to come again, in words, and leaves nothing; telemetry goes on",
  async () => {
    const { url, web } = await startOnFullDisk();
    const [sending] = prepareSessions(["python-clinic"], 1, "full disk");
    const requests = sending?.requests ?? [];
    const recording = requests.find(({ path }) => path.includes("/recordings/"));
    const full = openSender({ ...product, url });
    const sound = openSender(product);
    try {
      if (!recording) throw new Error("the capture has no recording");
      const refused = await full.send(recording);
      expect([refused.status, refused.text]).toEqual([503, expect.stringContaining("The disk for recordings is full")]);
      expect(refused.text).toContain("type.googleapis.com/google.rpc.RetryInfo");
      expect(readdirSync(join(product.dataDir, "blobs", ".writing"))).toEqual([]);
      for (const request of requests.filter((one) => one !== recording)) {
        expect((await full.send(request)).status).toBe(200);
      }
      // Room was made: the same upload, and all is well.
      expect((await sound.send(recording)).status).toBe(200);
      const path = `/api/v1/sessions/${sending?.sessionId}/timeline`;
      const timeline = () => product.getJson<Timeline>(path);
      await expect
        .poll(async () => (await timeline()).recording?.peaksUrl ?? "", { timeout: 30_000 })
        .toMatch(/peaks$/);
      expect((await timeline()).recording?.sizeBytes).toBeGreaterThan(64 * 1024);
    } finally {
      full.close();
      sound.close();
      web.kill("SIGKILL");
    }
  },
);

it.runIf(isLinux)(
  "many times more than fits: 503 until it does, nothing lost, memory flat, /logs in time",
  async () => {
    const sendings = prepareSessions(["python-clinic", "node-clinic"], 20, "flood");
    const delivery = await deliver(product, sendings, 64);
    expect(delivery.refused.length).toBeGreaterThan(10);
    expect(delivery.unanswered).toBe(0);
    expect(delivery.slowestLogsMs).toBeLessThan(10_000);
    expect(rssOf(product.pidOf("web") ?? 0)).toBeLessThan(400 * MIB);
    const [row] = await product.query<{ count: string }>("select count(*) from journal_entry");
    expect(Number(row?.count)).toBeGreaterThanOrEqual(delivery.acknowledged);
    // Refused ones too were told in words when to come again; recordings in the only ones that SDKs obey.
    const words = new Set(delivery.refused.map(({ text }) => /Send this one again|RetryInfo/.exec(text)?.[0]));
    expect([...words].every(Boolean)).toBe(true);
  },
);
