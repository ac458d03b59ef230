// Makes the folder ready to run: the right Node.js, the packages of the lock file, and a build of these sources. Imports
// nothing but Node.js itself, because the packages may not be there yet.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const NODE_MIN = [20, 19];

/** Errors: when this Node.js is too old, with what to install. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [majorMin = 0, minorMin = 0] = NODE_MIN;
  if (major > majorMin || (major === majorMin && minor >= minorMin)) return;
  throw new Error(`Earshot needs Node.js ${NODE_MIN.join(".")} or newer; this is ${process.versions.node}.`);
}

/**
 * Installs the packages of package-lock.json when they are missing or of another lock file. What only builders need is left
 * out where a build exists already.
 * @param {{ root: string, forBuild: boolean, log: (line: string) => void }} options
 */
export function installPackages({ root, forBuild, log }) {
  const lockFile = join(root, "package-lock.json");
  const stamp = join(root, "node_modules", ".earshot-lock");
  const lock = createHash("sha256").update(readFileSync(lockFile)).digest("hex");
  const isBuilderThere = existsSync(join(root, "node_modules", "esbuild"));
  if (isInstalled({ root, lockFile, stamp, lock }) && (isBuilderThere || !forBuild)) return;
  log("Installing packages …");
  // Never takes away what was installed before: tests and other tools need it.
  const args = ["ci", forBuild || isBuilderThere ? "--include=dev" : "--omit=dev", "--no-audit", "--no-fund"];
  // npm that runs us, else the one on the path.
  const npm = process.env.npm_execpath?.endsWith("npm-cli.js") ? process.env.npm_execpath : null;
  const [command, first] = npm ? [process.execPath, [npm]] : ["npm", []];
  const options = { cwd: root, shell: !npm && process.platform === "win32", encoding: /** @type {const} */ ("utf8") };
  const done = spawnSync(command, [...first, ...args], { ...options, stdio: ["ignore", "pipe", "pipe"] });
  if (done.status !== 0) throw new Error(`npm ci failed:\n${done.stderr || done.error}`);
  writeFileSync(stamp, lock);
}

/** @param {{ root: string, lockFile: string, stamp: string, lock: string }} files */
function isInstalled({ root, lockFile, stamp, lock }) {
  if (existsSync(stamp)) return readFileSync(stamp, "utf8") === lock;
  // Installed by hand: npm writes this file last.
  const hidden = join(root, "node_modules", ".package-lock.json");
  return existsSync(hidden) && statSync(hidden).mtimeMs >= statSync(lockFile).mtimeMs;
}
