// `npm run build`: Prisma's client, Next.js's pages and our two programs (dist/server.js, dist/background.js).
// Does nothing when the sources are the ones of the last build; `--force` builds anyway, `--programs` leaves Next.js out.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const HASH_FILE = join(ROOT, "dist", ".build-hash");

/** Everything that goes into the build. */
const SOURCES = [
  "app",
  "background",
  "cli",
  "components",
  "lib",
  "public",
  "prisma",
  "sidecar",
  "server.ts",
  "next.config.ts",
].concat(["postcss.config.mjs", "prisma.config.ts", "tsconfig.json", "package-lock.json", "scripts/build.mjs"]);

/** Programs by the name of their bundle; the workers decode audio beside the background process, and large
 * sessions beside the server. */
const PROGRAMS = {
  server: "server.ts",
  background: "background/main.ts",
  "recording-worker": "background/recording-worker.ts",
  "session-worker": "lib/query/session-worker.ts",
  "zip-worker": "lib/export/zip-worker.ts",
  setup: "background/setup.ts",
};

/** @param {string} path @returns {string[]} all files under a path of the project, sorted */
function filesOf(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  const entries = readdirSync(full, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return files.sort();
}

function hashOfSources() {
  const hash = createHash("sha256").update(process.version.split(".")[0] ?? "");
  for (const source of SOURCES) {
    const isFile = /\.[a-z]+$/.test(source);
    for (const file of isFile ? [join(ROOT, source)] : filesOf(source)) {
      if (existsSync(file)) hash.update(`${file.slice(ROOT.length)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest("hex");
}

/** True when dist/ and .next/ were made from other sources than those that are here now. */
export function isStale() {
  if (!existsSync(HASH_FILE) || !existsSync(join(ROOT, ".next", "BUILD_ID"))) return true;
  return readFileSync(HASH_FILE, "utf8") !== hashOfSources();
}

/** @param {string[]} args @param {Record<string, string>} [environment] */
async function run(args, environment = {}) {
  const options = { cwd: ROOT, env: { ...process.env, ...environment } };
  const child = spawn(process.execPath, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      said += data;
      if (process.env.EARSHOT_VERBOSE) process.stderr.write(data);
    });
  }
  const code = await new Promise((done, reject) => child.once("error", reject).once("close", done));
  if (code !== 0) throw new Error(`${args.join(" ")} failed:\n${said}`);
}

/** Prisma's client in generated/, with the schema engine of our own in place of the one it would download. */
export async function generateClient() {
  const engine = join(ROOT, "scripts", "schema-engine.mjs");
  await run(["node_modules/prisma/build/index.js", "generate"], {
    PRISMA_SCHEMA_ENGINE_BINARY: engine,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  });
}

/** The programs that run beside Next.js, each one file; packages stay in node_modules. */
export async function bundlePrograms() {
  const { build } = await import("esbuild");
  /** @type {import("esbuild").BuildOptions} */
  const options = {
    absWorkingDir: ROOT,
    outdir: "dist",
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    sourcemap: "linked",
    logLevel: "warning",
    // A bundled CommonJS module may ask for `require`, which ES modules lack.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    define: { "process.env.NODE_ENV": '"production"' },
  };
  await build({ ...options, entryPoints: PROGRAMS });
  // In pieces, so that a command loads only what it needs.
  rmSync(join(ROOT, "dist", "cli"), { recursive: true, force: true });
  await build({ ...options, entryPoints: { cli: "cli/main.ts" }, splitting: true, chunkNames: "cli/[name]-[hash]" });
}

/** @param {{ force?: boolean, log?: (line: string) => void }} [options] @returns {Promise<boolean>} whether it built */
export async function buildAll({ force = false, log = () => undefined } = {}) {
  const hash = hashOfSources();
  if (!force && !isStale()) return false;
  log("Building Earshot; this takes about a minute the first time …");
  rmSync(HASH_FILE, { force: true });
  await generateClient();
  await run(["node_modules/next/dist/bin/next", "build"], { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" });
  await bundlePrograms();
  mkdirSync(dirname(HASH_FILE), { recursive: true });
  writeFileSync(HASH_FILE, hash);
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  if (process.argv.includes("--programs")) {
    await generateClient();
    await bundlePrograms();
  } else {
    const built = await buildAll({ force: process.argv.includes("--force"), log: console.log });
    console.log(built ? "Built." : "The build is up to date.");
  }
}
