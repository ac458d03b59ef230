import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";

interface Figures {
  registry: Registry;
  requests: Counter<"route" | "method" | "status">;
  seconds: Histogram<"route" | "method">;
}

/** Next.js's bundle and ours each hold a copy of this module in one process: they must count in one place. */
const KEY = Symbol.for("earshot.figures");
const holder = globalThis as { [KEY]?: Figures };

/** Segments of a path that are somebody's id: each would be a time series of its own. */
const IDS = [/(?<=\/sessions\/)[^/]+/, /(?<=\/records\/)[^/]+/];

/** Counts an answered request. Only for paths that a route has taken: their number is bounded once ids are left out. */
export function countRequest(request: { path: string; method: string }, status: number, durationMs: number): void {
  const route = IDS.reduce((path, id) => path.replace(id, ":id"), request.path);
  const { requests, seconds } = figures();
  requests.inc({ route, method: request.method, status: String(status) });
  seconds.observe({ route, method: request.method }, durationMs / 1000);
}

/** This process's own figures in Prometheus' text format: requests, memory, event loop. */
export async function processFigures(): Promise<{ contentType: string; text: string }> {
  const { registry } = figures();
  return { contentType: registry.contentType, text: await registry.metrics() };
}

function figures(): Figures {
  holder[KEY] ??= makeFigures();
  return holder[KEY];
}

function makeFigures(): Figures {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: "earshot_http_requests_total",
    help: "Requests answered by this process",
    labelNames: ["route", "method", "status"] as const,
    registers: [registry],
  });
  const seconds = new Histogram({
    name: "earshot_http_request_seconds",
    help: "Time until an answer began",
    labelNames: ["route", "method"] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  return { registry, requests, seconds };
}
