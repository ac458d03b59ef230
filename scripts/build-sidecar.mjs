// `npm run build:sidecar [-- FILE]`: dist/earshot, the command line as one executable file for images that have no Node. It is this Node's own
// binary with our program in it ("single executable application"), so it runs on this system and processor, from glibc 2.28 on.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import postject from "postject";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

/**
 * The name by which Node takes options from the environment, and what it is in ours: an agent's NODE_OPTIONS are not meant for its
 * sidecar, a `--require` there would end it. As long as the old one, because it is replaced in the binary.
 */
const OPTIONS_NAME = { node: "NODE_OPTIONS", ours: "EARSHOT_NODE" };

/** @param {string} file where to @returns {Promise<number>} its size in bytes */
export async function buildSidecar(file) {
  const folder = mkdtempSync(join(tmpdir(), "earshot-sidecar-"));
  try {
    const blob = await makeBlob(folder);
    const binary = renameOptions(readFileSync(process.execPath));
    const unfinished = `${file}.new`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(unfinished, binary);
    chmodSync(unfinished, 0o755);
    await silently(() => postject.inject(unfinished, "NODE_SEA_BLOB", blob, { sentinelFuse: FUSE }));
    // As a copy it lies in memory in smaller pages than as postject writes it: 11 MiB less are resident.
    rmSync(file, { force: true });
    copyFileSync(unfinished, file);
    rmSync(unfinished);
    return statSync(file).size;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder @returns {Promise<Buffer>} our program, with what V8 made of it, as Node wants it */
async function makeBlob(folder) {
  const main = join(folder, "earshot.cjs");
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ["cli/main.ts"],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    logLevel: "warning",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  writeFileSync(main, (outputFiles[0]?.text ?? "").replace(/^#!.*\n/, ""));
  const output = join(folder, "earshot.blob");
  const config = join(folder, "config.json");
  writeFileSync(config, JSON.stringify({ main, output, disableExperimentalSEAWarning: true, useCodeCache: true }));
  execFileSync(process.execPath, ["--experimental-sea-config", config], { stdio: "ignore" });
  return readFileSync(output);
}

/** @param {Buffer} binary @returns {Buffer} */
function renameOptions(binary) {
  const name = Buffer.from(`\0${OPTIONS_NAME.node}\0`);
  let count = 0;
  for (let at = binary.indexOf(name); at >= 0; at = binary.indexOf(name, at + 1)) {
    binary.write(OPTIONS_NAME.ours, at + 1, "latin1");
    count++;
  }
  if (count === 0)
    throw new Error("This Node does not name NODE_OPTIONS where it should; is it a build of nodejs.org?");
  return binary;
}

/** postject says much of what it does. @param {() => Promise<void>} work */
async function silently(work) {
  const { log, warn, error } = console;
  Object.assign(console, { log: () => undefined, warn: () => undefined, error: () => undefined });
  try {
    await work();
  } finally {
    Object.assign(console, { log, warn, error });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const file = process.argv[2] ?? join(ROOT, "dist", "earshot");
  const bytes = await buildSidecar(file);
  console.log(`${file}: ${Math.round(bytes / 1024 / 1024)} MiB`);
}
