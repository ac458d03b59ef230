// Finds out whether the server of a data folder is running. postmaster.pid alone is no proof: after a power cut or in a
// restarted container its number may belong to any other process, and PostgreSQL would then refuse to start.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
  // A zombie has ended; only its parent has not yet asked how.
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return true;
  try {
    return readFileSync(stat, "utf8").split(") ").at(-1)?.[0] !== "Z";
  } catch {
    return false;
  }
}

/**
 * The running server of this data folder, or null. A stale postmaster.pid is removed.
 * Source: PostgreSQL 18, src/include/utils/pidfile.h: line 1 process id, line 2 data folder, line 4 port.
 * @param {string} dataDir
 * @returns {{ pid: number, port: number } | null}
 */
export function findPostmaster(dataDir) {
  const file = join(dataDir, "postmaster.pid");
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").split("\n");
  // A standalone backend writes its number negative; a file still being written has no port yet.
  const pid = Math.abs(Number(lines[0]));
  const port = Number(lines[3]);
  if (pid > 0 && isAlive(pid) && commandOf(pid).includes(dataDir)) {
    if (!port) throw new Error(`Another process is starting PostgreSQL in ${dataDir} at this moment. Try again.`);
    return { pid, port };
  }
  rmSync(file, { force: true });
  return null;
}

/** The command line of a process, or "" when it cannot be read. @param {number} pid */
function commandOf(pid) {
  try {
    if (existsSync(`/proc/${pid}/cmdline`)) return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    if (process.platform === "win32") {
      const query = `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`;
      return execFileSync("powershell", ["-NoProfile", "-Command", query], { encoding: "utf8" });
    }
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    // The process ended between the two questions.
    return "";
  }
}
