import { setTimeout as wait } from "node:timers/promises";
import { openConnection } from "./connection";
import { cpuMsOf, type Peer, type Side, type Terms } from "./peer";

const READABLE_MS_MAX = 120_000;

/** As many connections as the bench's own load has. */
export const VICTORIA_TERMS: Terms = { connections: 48, withLogs: true };

/**
 * VictoriaTraces and VictoriaLogs, in this order of URLs and processes: the pair that the design's own figures were set beside.
 * Both answer before what they took is on the disk. Source: their documentation, "Data ingestion" (OpenTelemetry) and "Querying" (HTTP API).
 */
export function victoriaOf({ urls: [traces = "", logs = ""], pids }: Peer): Side {
  const before = { traces: 0, logs: 0 };
  return {
    async connect() {
      [before.traces, before.logs] = await Promise.all([countRows(traces), countRows(logs)]);
      const [toTraces, toLogs] = await Promise.all([traces, logs].map(connectTo));
      return {
        send: (request) => {
          const isTraces = request.path.includes("/traces/");
          const path = `/insert/opentelemetry/v1/${isTraces ? "traces" : "logs"}`;
          const connection = isTraces ? toTraces : toLogs;
          if (!connection) throw new Error("--peer victoria needs two URLs: traces,logs");
          return connection.send({ ...request, path });
        },
        close: () => [toTraces, toLogs].forEach((connection) => void connection?.close()),
      };
    },
    cpuMs: () => cpuMsOf(pids),
    async untilReadable(spans, records) {
      await untilRows(traces, before.traces + spans);
      await untilRows(logs, before.logs + records);
    },
  };
}

function connectTo(url: string) {
  return openConnection({ url, apiKey: "none", apiSecret: "none" });
}

async function untilRows(url: string, wanted: number): Promise<void> {
  const endMs = Date.now() + READABLE_MS_MAX;
  while ((await countRows(url)) < wanted) {
    if (Date.now() > endMs) throw new Error(`${url} did not show ${wanted} rows in time`);
    await wait(250);
  }
}

/** Rows of all time; a span, too, is one row. */
async function countRows(url: string): Promise<number> {
  const answer = await fetch(`${url}/select/logsql/query?query=${encodeURIComponent("* | count() as stored")}`);
  const { stored }: { stored: string } = await answer.json();
  return Number(stored);
}
