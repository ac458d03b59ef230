// `npm start`: one command from a fresh clone to a running Earshot. Prepares what is missing, starts the database, brings it
// up to date, runs the web and background processes, and stops all of them in order.
// `--dev`: pages are built when they are opened, with Next.js's development server.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { buildAll, bundlePrograms, generateClient, isStale, ROOT } from "./build.mjs";
import { checkNode, installPackages } from "./prepare.mjs";
import { keepRunning } from "./processes.mjs";
import { welcome } from "./welcome.mjs";

/** How long each process may take to stop; the web process gives requests in flight 25 s. */
const WEB_STOP_MS_MAX = 28_000;
const BACKGROUND_STOP_MS_MAX = 23_000;
/** After kill -9 of an earlier start its web process may still be answering its last requests. */
const PORT_FREE_MS_MAX = 30_000;

/** How soon we see that npm's shell is gone. */
const PARENT_MS = 250;

const isDevelopment = process.argv.includes("--dev");
const log = (/** @type {string} */ line) => console.log(line);

/** What must be stopped, in the order of starting. @type {(() => Promise<void>)[]} */
const running = [];
/** @type {Promise<void> | undefined} */
let stopping;

/** Stops everything, last started first; a second call waits for the first. @param {number} code */
async function stopAll(code) {
  stopping ??= (async () => {
    for (const stop of running.reverse()) {
      await stop().catch((error) => console.error(error instanceof Error ? error.message : error));
    }
    process.exit(code);
  })();
  await stopping;
}
for (const signal of /** @type {const} */ (["SIGTERM", "SIGINT", "SIGHUP"])) process.on(signal, () => void stopAll(0));

/**
 * npm runs us in a shell, and hands a SIGTERM to that shell, which dies of it and tells nobody: when our parent is gone, that
 * was a request to stop. (systemd and containers run `node scripts/start.mjs` itself, and get the whole orderly stop.)
 */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event || process.platform === "win32") return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    void stopAll(0);
  }, PARENT_MS);
  timer.unref();
}

async function prepare() {
  checkNode();
  const mustBuild = isDevelopment || isStale();
  installPackages({ root: ROOT, forBuild: mustBuild, log });
  if (!isDevelopment) return buildAll({ log });
  await generateClient();
  await bundlePrograms();
}

/** One start a data folder: a second would stop the first one's database. @param {string} dataDir */
function takeFolder(dataDir) {
  const file = join(dataDir, "start.pid");
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    const pid = Number(readFileSync(file, "utf8"));
    if (pid !== process.pid && isEarshot(pid)) {
      throw new Error(`Earshot is running already for ${dataDir} (process ${pid}).`);
    }
    writeFileSync(file, String(process.pid));
  }
  running.push(async () => rmSync(file, { force: true }));
}

/** A number in a file left by kill -9 may be anybody's by now. @param {number} pid */
function isEarshot(pid) {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("start.mjs");
  } catch (error) {
    // Not there: not running. No /proc on this system: believe the signal, which was delivered.
    const { code, syscall } = /** @type {NodeJS.ErrnoException} */ (error);
    return code === "ENOENT" && syscall === "open" && process.platform !== "linux";
  }
}

/** @param {{ databaseUrl: string | null, dataDir: string }} settings */
async function startDatabase({ databaseUrl, dataDir }) {
  if (databaseUrl) return databaseUrl;
  const { keepPostgres } = await import("./embedded-postgres.mjs");
  const onLost = (/** @type {Error} */ error) => {
    console.error(error.message);
    void stopAll(1);
  };
  const server = await keepPostgres({ dataDir: join(dataDir, "postgres"), log, onLost });
  running.push(server.stop);
  return server.url;
}

/** @param {{ host: string, port: number }} settings */
async function waitForPort({ host, port }) {
  const { isPortFree } = await import("./embedded-postgres.mjs");
  for (const until = Date.now() + PORT_FREE_MS_MAX; !(await isPortFree(port, host)); await sleep(250)) {
    if (Date.now() > until) throw new Error(`Port ${port} is in use by another program: set PORT to a free one.`);
  }
}

const developmentEnv = { NODE_ENV: "development" };

/**
 * The settings that the build has worked out, handed to Next.js the way its own standalone server does it: it then loads
 * neither next.config.ts nor the compiler for it, which saves 35 MB and half a second.
 * Source: next 16.4.5, dist/build/utils.js (server.js of standalone) and dist/server/config.js.
 */
function productionEnv() {
  const { config } = JSON.parse(readFileSync(join(ROOT, ".next", "required-server-files.json"), "utf8"));
  return { NODE_ENV: "production", __NEXT_PRIVATE_STANDALONE_CONFIG: JSON.stringify(config) };
}

async function main() {
  await prepare();
  // A path that the type checker cannot follow: the file exists only after the build.
  const { loadConfig, ensureFirstProject, prepareSetup } = await import(`../dist/${"setup"}.js`);
  const settings = loadConfig();
  takeFolder(settings.dataDir);
  await waitForPort(settings);
  process.env.DATABASE_URL = await startDatabase(settings);
  const { migrate } = await import("../prisma/migrate.mjs");
  await migrate(process.env.DATABASE_URL);
  const project = await ensureFirstProject();
  const setupCode = await prepareSetup();

  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...(isDevelopment ? developmentEnv : productionEnv()) };
  const program = (/** @type {string} */ name, /** @type {string} */ file) => {
    const args = [join(ROOT, "dist", file), ...(isDevelopment ? ["--dev"] : [])];
    return keepRunning({ name, args, env, cwd: ROOT, log });
  };
  const background = program("background", "background.js");
  running.push(() => background.stop(BACKGROUND_STOP_MS_MAX));
  const web = program("web", "server.js");
  running.push(() => web.stop(WEB_STOP_MS_MAX));
  await Promise.all([web.ready, background.ready]);
  const { publicUrl, dataDir } = settings;
  log(welcome({ publicUrl, setupCode, project, agentFile: join(dataDir, "agent.env") }));
}

try {
  stopWithNpm();
  await main();
} catch (error) {
  if (!stopping) {
    console.error(error instanceof Error ? error.message : error);
    await stopAll(1);
  }
}
