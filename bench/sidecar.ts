import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Figure } from "./report";

const LINES_PER_SECOND = 100;
const WARM_UP_MS = 10_000;
const MEASURED_MS = 30_000;
const FLOOD_LINES = 500_000;

const LINE = JSON.stringify({
  message: "received user transcript",
  level: "INFO",
  name: "livekit.agents",
  timestamp: "2026-01-01T00:00:00.123456+00:00",
  job_id: "AJ_xZXBwwyJ42fT",
  room_id: "RM_4kqNq9oXy7Qq",
});

/** What the executable costs beside an agent, on a server that takes everything: it and the agent run on the same cores. */
export async function sidecarFigures(say: (what: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "earshot-bench-"));
  const server = createServer((request, answer) => {
    request.resume().once("end", () => answer.setHeader("content-type", "application/json").end("{}"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    say("building the sidecar …");
    execFileSync(process.execPath, ["scripts/build-sidecar.mjs", join(folder, "earshot")]);
    const sizeBytes = statSync(join(folder, "earshot")).size;
    say(`an agent that prints ${LINES_PER_SECOND} lines a second …`);
    const steady = await measureSteady(folder, server);
    say("an agent that prints as fast as it can …");
    const flood = await measureFlood(folder, server);
    return [
      figure(`sidecar at ${LINES_PER_SECOND} lines/s, CPU`, "%", steady.cpuPercent, { most: 2 }),
      figure("… resident memory", "MiB", steady.residentMib, { most: 60 }),
      figure("sidecar in a flood: passed on, kept and sent", "lines/s", flood.linesPerSecond, null),
      figure("… resident memory, at most", "MiB", flood.residentMib, null),
      figure("sidecar as one file", "MiB", sizeBytes / 2 ** 20, null),
    ];
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function start(folder: string, server: Server, agent: string[]): ChildProcess {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = ["--agent", "bench", "--url", url, "--key", "k:s", "--spool", join(folder, "spool")];
  const child = spawn(join(folder, "earshot"), ["run", ...options, "--", ...agent], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout?.resume();
  return child;
}

async function measureSteady(folder: string, server: Server) {
  const program = `setInterval(() => console.log(${JSON.stringify(LINE)}), ${1000 / LINES_PER_SECOND})`;
  const child = start(folder, server, [process.execPath, "-e", program]);
  await wait(WARM_UP_MS);
  const beforeMs = cpuMs(child.pid);
  await wait(MEASURED_MS);
  const cpuPercent = ((cpuMs(child.pid) - beforeMs) / MEASURED_MS) * 100;
  const residentMib = memoryMib(child.pid, "VmRSS");
  child.kill("SIGTERM");
  await new Promise((resolve) => child.once("close", resolve));
  return { cpuPercent, residentMib };
}

async function measureFlood(folder: string, server: Server) {
  const child = start(folder, server, ["sh", "-c", `yes '${LINE}' | head -n ${FLOOD_LINES}`]);
  const startMs = performance.now();
  let residentMib = 0;
  const look = setInterval(() => {
    residentMib = Math.max(residentMib, memoryMib(child.pid, "VmHWM"));
  }, 50);
  await new Promise((resolve) => child.once("close", resolve));
  clearInterval(look);
  return { linesPerSecond: FLOOD_LINES / ((performance.now() - startMs) / 1000), residentMib };
}

/** All its threads, to the nanosecond: in ticks, short turns at regular times are counted wrong. Source: Linux, sched-stats.rst. */
function cpuMs(pid = 0): number {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const ns = tasks.map((task) => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]));
  return ns.reduce((sum, each) => sum + each, 0) / 1e6;
}

function memoryMib(pid = 0, name: "VmRSS" | "VmHWM"): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0) / 1024;
  } catch {
    // It has just ended.
    return 0;
  }
}

function figure(what: string, unit: string, measured: number, hold: Figure["hold"]): Figure {
  return { what, unit, measured, hold };
}
