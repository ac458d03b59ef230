import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pg from "pg";
import { afterAll, describe, expect, it, vi } from "vitest";
import { type EmbeddedPostgres, startPostgres } from "@/scripts/embedded-postgres.mjs";

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
const folder = mkdtempSync(join(tmpdir(), "earshot-postgres-"));
chmodSync(folder, 0o755);
const dataDir = join(folder, "postgres");
const running: EmbeddedPostgres[] = [];

async function start() {
  const server = await startPostgres({ dataDir });
  running.push(server);
  return server;
}

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function isRunning(pid: number) {
  return (
    spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" })
      .stdout.replace(/Z.*/, "")
      .trim() !== ""
  );
}

afterAll(async () => {
  for (const server of running) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("startPostgres", () => {
  it("makes a database, and finds its data again after a clean stop", async () => {
    const first = await start();
    await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);
    expect(existsSync(join(dataDir, "postmaster.pid"))).toBe(false);
    const second = await start();
    expect(second.reused).toBe(false);
    expect(await query(second.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  });

  it("listens on this machine only, with a password that only its owner can read", async () => {
    const server = await start();
    expect(await query(server.url, "SHOW listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
    expect(statSync(`${dataDir}.json`).mode & 0o777).toBe(0o600);
    const wrong = server.url.replace(/:[^:@]+@/, ":wrong@");
    await expect(query(wrong, "SELECT 1")).rejects.toThrow("password authentication failed");
  });

  it("uses the server that a killed run left behind", async () => {
    const left = await start();
    const found = await start();
    expect(found).toMatchObject({ reused: true, pid: left.pid, url: left.url });
  });

  it("recovers what was committed after kill -9", async () => {
    const before = await start();
    await query(before.url, "INSERT INTO kept VALUES (43)");
    process.kill(before.pid, "SIGKILL");
    const after = await start();
    expect(after.pid).not.toBe(before.pid);
    expect(await query(after.url, "SELECT answer FROM kept ORDER BY 1")).toEqual([{ answer: 42 }, { answer: 43 }]);
  });

  it("starts although a stale postmaster.pid names a process that lives but is no PostgreSQL", async () => {
    const before = await start();
    const pidFile = join(dataDir, "postmaster.pid");
    const lines = readFileSync(pidFile, "utf8").split("\n");
    process.kill(before.pid, "SIGKILL");
    await vi.waitFor(() => expect(isRunning(before.pid)).toBe(false), 5000);
    writeFileSync(pidFile, [String(process.ppid), ...lines.slice(1)].join("\n"));
    const after = await start();
    expect(await query(after.url, "SELECT count(*)::int AS n FROM kept")).toEqual([{ n: 2 }]);
  });

  it("moves to another port when its own is taken meanwhile", async () => {
    const before = await start();
    await before.stop();
    const port = Number(new URL(before.url).port);
    const { createServer } = await import("node:net");
    const squatter = createServer().listen(port, "127.0.0.1");
    await new Promise((done) => squatter.once("listening", done));
    const after = await start();
    expect(Number(new URL(after.url).port)).not.toBe(port);
    squatter.close();
  });

  it.skipIf(!isRoot)("never runs the server as root", async () => {
    const server = await start();
    const user = spawnSync("ps", ["-o", "uid=", "-p", String(server.pid)], { encoding: "utf8" }).stdout.trim();
    expect(user).not.toBe("0");
    expect(user).not.toBe("");
  });

  it.skipIf(!isRoot)("reaches a folder that is closed to other accounts when root asks", async () => {
    const closed = mkdtempSync(join(tmpdir(), "earshot-closed-"));
    const server = await startPostgres({ dataDir: join(closed, "postgres") });
    running.push(server);
    const { location } = JSON.parse(readFileSync(join(closed, "postgres.json"), "utf8"));
    expect(await query(server.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await server.stop();
    rmSync(location, { recursive: true });
    rmSync(closed, { recursive: true });
  });

  const isOpen =
    isRoot && spawnSync("/bin/sh", ["-c", `cd "${resolve(".")}"`], { uid: NOBODY, gid: NOBODY }).status === 0;
  it.skipIf(!isOpen)("runs under a normal account", () => {
    const home = mkdtempSync(join(tmpdir(), "earshot-normal-"));
    chownSync(home, NOBODY, NOBODY);
    const program = `
      const { startPostgres } = await import(${JSON.stringify(resolve("scripts/embedded-postgres.mjs"))});
      const server = await startPostgres({ dataDir: ${JSON.stringify(join(home, "postgres"))} });
      await server.stop();
      console.log("stopped");`;
    const account = { uid: NOBODY, gid: NOBODY, cwd: home, encoding: "utf8" as const };
    const ended = spawnSync(process.execPath, ["--input-type=module", "-e", program], account);
    expect(ended).toMatchObject({ status: 0, stdout: "stopped\n" });
    rmSync(home, { recursive: true });
  });
});
