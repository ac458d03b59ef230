import { collectDefaultMetrics, Registry } from "prom-client";

/** What one route has answered. Counted by hand: it is done for every request, and read a few times a minute. */
interface RouteFigures {
  route: string;
  method: string;
  byStatus: Map<number, number>;
  /** Per bucket of `BUCKETS_S`, not cumulated; slower ones are in none. */
  buckets: number[];
  seconds: number;
  count: number;
}

interface Figures {
  registry: Registry;
  routes: Map<string, RouteFigures>;
}

const BUCKETS_S = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** Next.js's bundle and ours each hold a copy of this module in one process: they must count in one place. */
const KEY = Symbol.for("earshot.figures");
const holder = globalThis as { [KEY]?: Figures };

/** Segments of a path that are somebody's id: each would be a time series of its own. */
const IDS = [/(?<=\/sessions\/)[^/]+/, /(?<=\/records\/)[^/]+/];

/** Counts an answered request. Only for paths that a route has taken: their number is bounded once ids are left out. */
export function countRequest(request: { path: string; method: string }, status: number, durationMs: number): void {
  const { path, method } = request;
  const route = path.includes("/sessions/") ? IDS.reduce((known, id) => known.replace(id, ":id"), path) : path;
  const { routes } = figures();
  const key = `${method} ${route}`;
  let own = routes.get(key);
  if (!own) {
    own = { route, method, byStatus: new Map(), buckets: BUCKETS_S.map(() => 0), seconds: 0, count: 0 };
    routes.set(key, own);
  }
  own.byStatus.set(status, (own.byStatus.get(status) ?? 0) + 1);
  own.count += 1;
  own.seconds += durationMs / 1000;
  const bucket = BUCKETS_S.findIndex((seconds) => durationMs <= seconds * 1000);
  if (bucket >= 0) own.buckets[bucket] = (own.buckets[bucket] ?? 0) + 1;
}

/** This process's own figures in Prometheus' text format: requests, memory, event loop. */
export async function processFigures(): Promise<{ contentType: string; text: string }> {
  const { registry, routes } = figures();
  const requests = [...routes.values()].flatMap((own) =>
    [...own.byStatus].map(
      ([status, count]) => `earshot_http_requests_total{${labelsOf(own)},status="${status}"} ${count}`,
    ),
  );
  const text = [
    await registry.metrics(),
    "# HELP earshot_http_requests_total Requests answered by this process",
    "# TYPE earshot_http_requests_total counter",
    ...requests,
    "# HELP earshot_http_request_seconds Time until an answer began",
    "# TYPE earshot_http_request_seconds histogram",
    ...[...routes.values()].flatMap(histogramOf),
  ].join("\n");
  return { contentType: registry.contentType, text: `${text}\n` };
}

/** Source: Prometheus, "Text-based format", Histograms: buckets are cumulated. */
function histogramOf(own: RouteFigures): string[] {
  const labels = labelsOf(own);
  let sum = 0;
  const buckets = own.buckets.map((count, index) => {
    sum += count;
    return `earshot_http_request_seconds_bucket{${labels},le="${BUCKETS_S[index]}"} ${sum}`;
  });
  return [
    ...buckets,
    `earshot_http_request_seconds_bucket{${labels},le="+Inf"} ${own.count}`,
    `earshot_http_request_seconds_sum{${labels}} ${own.seconds}`,
    `earshot_http_request_seconds_count{${labels}} ${own.count}`,
  ];
}

/** JSON escapes quotes, backslashes and line ends as the format wants them. */
function labelsOf({ route, method }: RouteFigures): string {
  return `route=${JSON.stringify(route)},method=${JSON.stringify(method)}`;
}

function figures(): Figures {
  holder[KEY] ??= makeFigures();
  return holder[KEY];
}

function makeFigures(): Figures {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return { registry, routes: new Map() };
}
