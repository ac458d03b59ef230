import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import type { Target } from "@/replay/sign";
import { freePort, startPostgres } from "@/scripts/embedded-postgres.mjs";
import { processesBelow } from "./processes";

export interface Product {
  target: Target;
  databaseUrl: string;
  database: pg.Pool;
  /** Milliseconds of CPU so far, by part. */
  cpuMs(): CpuMs;
  /** The web process' largest resident set so far, and now. */
  webMemory(): { peakBytes: number; nowBytes: number };
  stop(): Promise<void>;
}

export interface CpuMs {
  web: number;
  background: number;
  postgres: number;
  all: number;
}

/** Who reads in the browser. */
export const READER = { email: "bench@example.com", password: "a password for the benchmark" };

const READY_MS_MAX = 240_000;

/** Starts a fresh Earshot as `npm start` does, on a database and a folder of its own. `databaseUrl`: another database. */
export async function startProduct(databaseUrl?: string): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), "earshot-bench-"));
  // Else PostgreSQL, which root runs as another account, would lie elsewhere and stay there.
  chmodSync(dataDir, 0o755);
  const postgres = databaseUrl ? null : await startPostgres({ dataDir: join(dataDir, "postgres") });
  const url = databaseUrl ?? postgres?.url ?? "";
  const target = {
    url: `http://127.0.0.1:${await freePort()}`,
    apiKey: "APIbench",
    apiSecret: "a-secret-for-the-benchmark-only",
  };
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    env: {
      ...process.env,
      DATABASE_URL: url,
      DATA_DIR: dataDir,
      PORT: new URL(target.url).port,
      EARSHOT_INIT_API_KEY: target.apiKey,
      EARSHOT_INIT_API_SECRET: target.apiSecret,
      EARSHOT_INIT_EMAIL: READER.email,
      EARSHOT_INIT_PASSWORD: READER.password,
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await untilReady(target.url, child);
  const database = new pg.Pool({ connectionString: url, max: 2 });
  return {
    target,
    databaseUrl: url,
    database,
    cpuMs: readCpu,
    webMemory: readWebMemory,
    async stop() {
      await database.end();
      await stopChild(child);
      await postgres?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const endMs = Date.now() + READY_MS_MAX;
  while (Date.now() < endMs) {
    if (child.exitCode !== null) throw new Error(`Earshot ended with code ${child.exitCode} before it was ready`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await wait(200);
  }
  throw new Error("Earshot was not ready in time");
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}

function readCpu(): CpuMs {
  const cpu: CpuMs = { web: 0, background: 0, postgres: 0, all: 0 };
  for (const { command, cpuMs } of processesBelow(process.pid)) {
    if (/postgres/.test(command)) cpu.postgres += cpuMs;
    else if (command.includes("dist/background.js")) cpu.background += cpuMs;
    else if (command.includes("dist/server.js")) cpu.web += cpuMs;
  }
  cpu.all = cpu.web + cpu.background + cpu.postgres;
  return cpu;
}

function readWebMemory(): { peakBytes: number; nowBytes: number } {
  const web = processesBelow(process.pid).find(({ command }) => command.includes("dist/server.js"));
  const file = web && `/proc/${web.pid}/status`;
  const status = file && existsSync(file) ? readFileSync(file, "utf8") : "";
  const kib = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) * 1024;
  return { peakBytes: kib("VmHWM"), nowBytes: kib("VmRSS") };
}
