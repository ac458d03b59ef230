import { spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { gunzipSync } from "node:zlib";
import type { PreparedRequest } from "@/replay/rewrite";
import { openConnection } from "./connection";
import { readProcess } from "./processes";

/** What a bare Node HTTP server took on the machine of the design's figures, its generator on the same two cores. */
const DESIGN_REQUESTS_PER_SECOND = 15_000;
/** One thread's second, divided by them: at most this much CPU went into a request there, so a CPU figure is scaled too little. */
const DESIGN_CPU_US = 1_000_000 / DESIGN_REQUESTS_PER_SECOND;

const CONNECTIONS = 48;
const WARM_UP_MS = 2_000;
const MEASURED_MS = 4_000;
const INFLATED_MS = 1_000;

/** How many times slower than the design's machine this one is: by rate, for rates; by CPU, for CPU. */
export interface Slower {
  rate: number;
  cpu: number;
}

/** How fast this machine is, now, whatever Earshot does. */
export interface Calibration {
  bareRequestsPerSecond: number;
  bareCpuUsPerRequest: number;
  inflateMbPerCpuSecond: number;
  /** Null when others ran: nothing can be told by it. */
  slower: Slower | null;
}

/** Sends the given bodies to a bare Node HTTP server, as many and over as many connections as the load does. */
export async function calibrate(requests: PreparedRequest[]): Promise<Calibration> {
  // Of the minute before: ours has not begun.
  const isQuiet = (loadavg()[0] ?? 0) < availableParallelism();
  const server = spawn(process.execPath, [join("bench", "bare-server.mjs")], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [port] = await once(server.stdout, "data");
    const url = `http://127.0.0.1:${Number(String(port))}`;
    await sendFor(url, requests, WARM_UP_MS);
    const cpuMs = () => readProcess(server.pid ?? 0)?.cpuMs ?? 0;
    const before = cpuMs();
    const { sent, tookMs } = await sendFor(url, requests, MEASURED_MS);
    const bareRequestsPerSecond = (sent / tookMs) * 1000;
    const bareCpuUsPerRequest = ((cpuMs() - before) / sent) * 1000;
    const slower = {
      rate: DESIGN_REQUESTS_PER_SECOND / bareRequestsPerSecond,
      cpu: bareCpuUsPerRequest / DESIGN_CPU_US,
    };
    return {
      bareRequestsPerSecond,
      bareCpuUsPerRequest,
      inflateMbPerCpuSecond: inflateFor(requests, INFLATED_MS),
      slower: isQuiet ? slower : null,
    };
  } finally {
    server.kill();
  }
}

async function sendFor(
  url: string,
  requests: PreparedRequest[],
  ms: number,
): Promise<{ sent: number; tookMs: number }> {
  const target = { url, apiKey: "APIbench", apiSecret: "a-secret-for-the-benchmark-only" };
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => openConnection(target)));
  const startMs = performance.now();
  let sent = 0;
  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() - startMs < ms) {
        const request = requests[sent % requests.length];
        if (request) await connection.send(request);
        sent += 1;
      }
      connection.close();
    }),
  );
  return { sent, tookMs: performance.now() - startMs };
}

function inflateFor(requests: PreparedRequest[], ms: number): number {
  const before = process.cpuUsage();
  let bytes = 0;
  for (const startMs = performance.now(); performance.now() - startMs < ms; ) {
    for (const { body } of requests) bytes += gunzipSync(body).length;
  }
  const { user, system } = process.cpuUsage(before);
  // Bytes a microsecond are megabytes a second.
  return bytes / (user + system);
}
