import { readdirSync, readFileSync } from "node:fs";

/** Linux counts CPU in ticks of 1/100 s (USER_HZ, fixed for user space). */
const TICK_MS = 10;

export interface Process {
  pid: number;
  parent: number;
  command: string;
  cpuMs: number;
}

/** Every process that descends from this one. A child that has ended counts with its parent (cutime, cstime). */
export function processesBelow(root: number): Process[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter((each): each is Process => each !== null);
  const found = new Map<number, Process>();
  const isOurs = (each: Process) => each.parent === root || found.has(each.parent);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const each of all) if (isOurs(each)) found.set(each.pid, each);
  }
  return [...found.values()];
}

/**
 * One process as Linux knows it; null when there is none any more.
 * Source: proc(5), /proc/pid/stat: fields 4 (ppid) and 14 to 17 (utime, stime, cutime, cstime).
 */
export function readProcess(pid: number): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold blanks: count from behind it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return { pid, parent: Number(fields[1]), command, cpuMs: ticks * TICK_MS };
  } catch {
    // It ended between the listing and the reading.
    return null;
  }
}
