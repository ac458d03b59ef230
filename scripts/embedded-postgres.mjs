// PostgreSQL for a machine that has none: initialises, starts, finds again and stops a server of our own, listening on
// 127.0.0.1 only. Plain JavaScript, because `npm start` runs it before anything is built.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { makeOwnedDir, postgresAccount, postgresPrograms, reachableDataDir } from "./postgres-account.mjs";
import { findPostmaster, isAlive } from "./postmaster.mjs";

const USER = "earshot";
const START_MS_MAX = 120_000;
const STOP_MS_MAX = 30_000;
const LOG_BYTES_MAX = 10 * 1024 * 1024;

/**
 * Settings that differ from PostgreSQL's defaults. wal_compression: pglz is what these builds have. max_wal_size: fewer
 * checkpoints under ingest. synchronous_commit stays on: a request is acknowledged only when it is on disk.
 */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "256MB",
  max_wal_size: "2GB",
  wal_compression: "pglz",
  log_checkpoints: "off",
};

/**
 * @typedef {{ password: string, port: number, location: string }} Meta password of `earshot`, last port, where the data is
 * @typedef {{ url: string, pid: number, reused: boolean, stop: () => Promise<void> }} EmbeddedPostgres
 */

/**
 * Starts the server of `dataDir` (made when missing), or uses the one that an earlier, killed run left behind.
 * `<dataDir>.json` (0600) keeps password, port and place; `<dataDir>.log` is the server's own log.
 * @param {{ dataDir: string, database?: string }} options
 * @returns {Promise<EmbeddedPostgres>} `url` of the database; `stop` resolves when the server has ended cleanly
 */
export async function startPostgres({ dataDir: asked, database = "earshot" }) {
  const wanted = resolve(asked);
  mkdirSync(dirname(wanted), { recursive: true });
  const metaFile = `${wanted}.json`;
  let meta = readMeta(metaFile);
  const account = postgresAccount(meta?.location ?? wanted);
  const programs = await postgresPrograms(account);
  const dataDir = meta?.location ?? reachableDataDir(wanted, account);
  if (!existsSync(join(dataDir, "PG_VERSION"))) {
    meta = { password: randomBytes(24).toString("base64url"), port: await freePort(), location: dataDir };
    await initialise({ dataDir, password: meta.password, initdb: programs.initdb, account });
    writeMeta(metaFile, meta);
  }
  if (!meta) {
    const words = `${metaFile} is missing, and with it the password of the database in ${dataDir}.`;
    throw new Error(`${words} Put it back, or delete that folder to begin with an empty database.`);
  }

  const logFile = `${wanted}.log`;
  const until = Date.now() + START_MS_MAX;
  for (;;) {
    const orphan = findPostmaster(dataDir);
    const server = orphan ?? (await launch({ dataDir, meta, postgres: programs.postgres, account, logFile }));
    if (server.port !== meta.port) {
      meta = { ...meta, port: server.port };
      writeMeta(metaFile, meta);
    }
    const { password } = meta;
    const url = (/** @type {string} */ name) => urlOf({ password, port: server.port }, name);
    if (await answers(url("postgres"), server.pid, until)) {
      await createDatabase(url("postgres"), database);
      const stop = () => stopServer({ pid: server.pid, dataDir, pgCtl: programs.pgCtl });
      return { url: url(database), pid: server.pid, reused: orphan !== null, stop };
    }
    // It ended: an orphan that was shutting down, a port that was taken meanwhile, or children of a killed server that
    // still hold its shared memory for a moment. All pass; another cause is told when the time is over.
    if (Date.now() > until - START_MS_MAX + 15_000) throw new Error(`PostgreSQL does not start:\n${tail(logFile)}`);
    await sleep(200);
  }
}

/** How often to look whether the server is still there: requests get 503 as long as it is not. */
const LOOK_MS = 500;

/**
 * As `startPostgres`, and starts the server again when it ends by itself (killed, out of memory), at the same URL, which its
 * clients keep. `onLost` is called when that fails; then nobody looks any more.
 * @param {{ dataDir: string, log: (line: string) => void, onLost: (error: Error) => void }} options
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function keepPostgres({ dataDir, log, onLost }) {
  let server = await startPostgres({ dataDir });
  const { url } = server;
  let isStopping = false;
  let restarting = Promise.resolve();
  const restart = async () => {
    log("The database has ended; it starts again.");
    server = await startPostgres({ dataDir });
    if (server.url !== url) throw new Error("The database came back on another port: start Earshot again.");
    log("The database is back.");
  };
  const look = async () => {
    if (isStopping) return;
    if (!isAlive(server.pid)) await restart();
    timer = setTimeout(next, LOOK_MS);
  };
  const next = () => {
    restarting = look().catch(onLost);
  };
  let timer = setTimeout(next, LOOK_MS);
  const stop = async () => {
    isStopping = true;
    clearTimeout(timer);
    await restarting;
    clearTimeout(timer);
    await server.stop();
  };
  return { url, stop };
}

/**
 * The URL of the server of `dataDir` if it runs now; null when it does not.
 * @param {{ dataDir: string, database?: string }} options
 */
export function findPostgres({ dataDir, database = "earshot" }) {
  const meta = readMeta(`${resolve(dataDir)}.json`);
  const server = meta && findPostmaster(meta.location);
  return server ? urlOf({ password: meta.password, port: server.port }, database) : null;
}

/** @param {{ password: string, port: number }} server @param {string} name */
function urlOf({ password, port }, name) {
  return `postgresql://${USER}:${password}@127.0.0.1:${port}/${name}`;
}

/**
 * A TCP port of 127.0.0.1 that nobody uses now: the preferred one if it is free.
 * @returns {Promise<number>}
 */
export async function freePort(preferred = 0) {
  return (await listenOnce(preferred, "127.0.0.1")) ?? (await freePort());
}

/** @param {number} port @param {string} host */
export async function isPortFree(port, host) {
  return (await listenOnce(port, host)) !== null;
}

/** @param {number} port @param {string} host @returns {Promise<number | null>} the port, or null when it is taken */
function listenOnce(port, host) {
  return new Promise((done, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === "EADDRINUSE") done(null);
      else reject(error);
    });
    server.listen(port, host, () => {
      const address = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => done(address.port));
    });
  });
}

/** @param {{ dataDir: string, password: string, initdb: string, account: import("./postgres-account.mjs").Account }} options */
async function initialise({ dataDir, password, initdb, account }) {
  // In a folder of its own first: a run killed half-way must not leave what looks like a database.
  const making = `${dataDir}.new`;
  rmSync(making, { recursive: true, force: true });
  makeOwnedDir(making, account);
  const passwordFile = join(tmpdir(), `earshot-${randomBytes(8).toString("hex")}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: "wx" });
  try {
    if (account.uid !== undefined && account.gid !== undefined) chownSync(passwordFile, account.uid, account.gid);
    const auth = ["-A", "scram-sha-256", `--pwfile=${passwordFile}`];
    const args = ["-D", making, "-U", USER, ...auth, "-E", "UTF8", "--locale=C", "--no-instructions"];
    const child = spawn(initdb, args, { ...account, cwd: making, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (data) => {
      said += data;
    });
    const code = await new Promise((done, reject) => child.once("error", reject).once("close", done));
    if (code !== 0) throw new Error(`initdb failed (${code}): ${said}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  rmSync(dataDir, { recursive: true, force: true });
  renameSync(making, dataDir);
}

/** @param {{ dataDir: string, meta: Meta, postgres: string, account: import("./postgres-account.mjs").Account, logFile: string }} options */
async function launch({ dataDir, meta, postgres, account, logFile }) {
  const port = await freePort(meta.port);
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES_MAX) renameSync(logFile, `${logFile}.1`);
  // A file and not a pipe: the server must be able to write when we were killed.
  const log = openSync(logFile, "a", 0o600);
  // Detached: Ctrl-C in a terminal goes to the whole group, and the database must be the last to stop.
  const child = spawn(postgres, ["-D", dataDir, "-p", String(port), ...settings], {
    ...account,
    cwd: dataDir,
    detached: process.platform !== "win32",
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const pid = await new Promise((done, reject) => child.once("error", reject).once("spawn", () => done(child.pid)));
  child.unref();
  return { pid: /** @type {number} */ (pid), port };
}

/** True when the server takes connections, false when its process has ended. @param {string} url @param {number} pid @param {number} until */
async function answers(url, pid, until) {
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return true;
    } catch (error) {
      if (!isAlive(pid)) return false;
      if (Date.now() > until) throw new Error("PostgreSQL runs but does not answer.", { cause: error });
      await sleep(40);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** @param {string} url @param {string} database */
async function createDatabase(url, database) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [database]);
    if (!found.rowCount) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

/** @param {{ pid: number, dataDir: string, pgCtl: string }} options */
async function stopServer({ pid, dataDir, pgCtl }) {
  if (!isAlive(pid)) return;
  // SIGINT is PostgreSQL's "fast" shutdown: sessions are ended, everything is written. Windows has no such signals.
  if (process.platform === "win32") spawn(pgCtl, ["stop", "-D", dataDir, "-m", "fast"], { stdio: "ignore" });
  else process.kill(pid, "SIGINT");
  const until = Date.now() + STOP_MS_MAX;
  while (isAlive(pid)) {
    if (Date.now() > until) throw new Error(`PostgreSQL (process ${pid}) did not stop within ${STOP_MS_MAX} ms.`);
    await sleep(20);
  }
}

/** @param {string} file @returns {Meta | null} */
function readMeta(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

/** @param {string} file @param {Meta} meta */
function writeMeta(file, meta) {
  const making = `${file}.tmp`;
  writeFileSync(making, `${JSON.stringify(meta)}\n`, { mode: 0o600 });
  renameSync(making, file);
}

/** @param {string} file */
function tail(file) {
  return existsSync(file) ? readFileSync(file, "utf8").slice(-3000) : "(it wrote no log)";
}
