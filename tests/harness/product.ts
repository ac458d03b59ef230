import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { findPostgres, freePort } from "@/scripts/embedded-postgres.mjs";
import { findPostmaster } from "@/scripts/postmaster.mjs";

/** The programs of a running Earshot, by what stands in their command lines. */
const PROGRAMS = { web: "dist/server.js", background: "dist/background.js" } as const;

type Program = keyof typeof PROGRAMS | "postgres";

const START_MS_MAX = 60_000;
const STOP_MS_MAX = 60_000;

export interface Product {
  url: string;
  dataDir: string;
  apiKey: string;
  apiSecret: string;
  /** All that it has written so far. */
  said(): string;
  /** kill -9; resolves when the process is gone. */
  kill(program: Program): Promise<void>;
  pidOf(program: Program): number | null;
  waitReady(): Promise<void>;
  getJson<T>(path: string): Promise<T>;
  query<T extends pg.QueryResultRow>(text: string): Promise<T[]>;
  stop(): Promise<void>;
}

/** `npm start` as users run it, on the build that is there, with a data folder of its own and an embedded PostgreSQL. */
export async function startProduct(settings: Record<string, string> = {}): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), "earshot-kill-"));
  // As root, PostgreSQL runs under another account: its data is in here, and goes with it, only if that account may enter.
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  const pair = { apiKey: "APIkilltests", apiSecret: "a-secret-for-the-kill-tests" };
  const { npm_lifecycle_event: _npm, DATABASE_URL: _url, ...environment } = process.env;
  const env = { DATA_DIR: dataDir, PORT: String(port), ...settings };
  const init = { EARSHOT_INIT_API_KEY: pair.apiKey, EARSHOT_INIT_API_SECRET: pair.apiSecret };
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    env: { ...environment, ...env, ...init, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said += data));
  const url = `http://127.0.0.1:${port}`;
  const product: Product = {
    ...{ url, dataDir, ...pair },
    said: () => said,
    pidOf: (program) => (program === "postgres" ? postmasterOf(dataDir) : findChild(PROGRAMS[program], child)),
    kill: async (program) => {
      const pid = product.pidOf(program);
      if (pid === null) throw new Error(`${program} does not run`);
      process.kill(pid, "SIGKILL");
      while (product.pidOf(program) === pid) await sleep(20);
    },
    waitReady: () => waitReady(url, child, () => said),
    getJson: async <T>(path: string) => {
      const authorization = `Bearer ${pair.apiKey}:${pair.apiSecret}`;
      const answer = await fetch(`${url}${path}`, { headers: { authorization } });
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    query: (text) => query(dataDir, text),
    stop: () => stop(child, dataDir),
  };
  await product.waitReady();
  return product;
}

async function waitReady(url: string, child: ChildProcess, said: () => string): Promise<void> {
  for (const until = Date.now() + START_MS_MAX; Date.now() < until; await sleep(100)) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.status === 200) return;
  }
  throw new Error(`Earshot is not ready:\n${said().slice(-3000)}`);
}

/** The database is nobody's child: it outlives a killed start. Source: `scripts/embedded-postgres.mjs`, the file beside its data. */
function postmasterOf(dataDir: string): number | null {
  const { location } = JSON.parse(readFileSync(join(dataDir, "postgres.json"), "utf8")) as { location: string };
  try {
    return findPostmaster(location)?.pid ?? null;
  } catch {
    // It is just starting, and has no port yet.
    return null;
  }
}

function findChild(command: string, parent: ChildProcess): number | null {
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (!readFileSync(`/proc/${name}/cmdline`, "latin1").includes(command)) continue;
      const stat = readFileSync(`/proc/${name}/stat`, "latin1").split(") ").at(-1)?.split(" ") ?? [];
      if (Number(stat[1]) === parent.pid && stat[0] !== "Z") return Number(name);
    } catch {
      // It ended between the two looks.
    }
  }
  return null;
}

async function query<T extends pg.QueryResultRow>(dataDir: string, text: string): Promise<T[]> {
  const connectionString = findPostgres({ dataDir: join(dataDir, "postgres") });
  if (!connectionString) throw new Error("the database does not run");
  const client = new pg.Client({ connectionString });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

async function stop(child: ChildProcess, dataDir: string): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGTERM");
    await Promise.race([ended, sleep(STOP_MS_MAX).then(() => child.kill("SIGKILL"))]);
  }
  rmSync(dataDir, { recursive: true, force: true });
}
