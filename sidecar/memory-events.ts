import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * How many processes of our control group the kernel has ended for want of memory; null where it does not tell.
 * Source: Linux, Documentation/admin-guide/cgroup-v2.rst, memory.events; cgroup-v1/memory.rst, memory.oom_control.
 */
export function countMemoryKills(): number | null {
  if (process.platform !== "linux") return null;
  try {
    for (const path of pathsOf(readFileSync("/proc/self/cgroup", "utf8"))) {
      if (!existsSync(path)) continue;
      const count = /^oom_kill (\d+)$/m.exec(readFileSync(path, "utf8"))?.[1];
      if (count !== undefined) return Number(count);
    }
  } catch {
    // Not for us to read.
  }
  return null;
}

/** Lines like `0::/path` (version 2) and `5:memory:/path`. In a container the path is often the host's, and its own at the top. */
function pathsOf(text: string): string[] {
  const paths: string[] = [];
  for (const line of text.split("\n")) {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path === undefined || controllers === undefined) continue;
    if (controllers === "") paths.push(join("/sys/fs/cgroup", path, "memory.events"), "/sys/fs/cgroup/memory.events");
    if (controllers.split(",").includes("memory")) {
      paths.push(join("/sys/fs/cgroup/memory", path, "memory.oom_control"), "/sys/fs/cgroup/memory/memory.oom_control");
    }
  }
  return paths;
}
