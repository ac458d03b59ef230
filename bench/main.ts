import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { installedBrowser } from "@/scripts/browser.mjs";
import { type BareServer, measureBare } from "./bare";
import { browserFigures } from "./browser";
import { castHour } from "./hour";
import { linesFigures } from "./lines";
import { type LoadResult, runLoad, runPaced } from "./load";
import { castNamed, castSession, MODES, type Mode, type Mould, makeMould, type SessionSize } from "./mould";
import type { Peer } from "./peer";
import { comparePeer, peerConditions, peerOf } from "./peer-figures";
import { type Product, startProduct } from "./product";
import { listIds, multiplySessions, timeReads, timeVisible } from "./reads";
import { growthByRecording } from "./recording";
import { type Figure, formatReport, percentile } from "./report";
import { sidecarFigures } from "./sidecar";

// `npm run bench`: what the design promises (docs/benchmarks.md), measured against a fresh Earshot on this machine.

const usage = `npm run bench -- [--sessions 500] [--stored 10000] [--large 10000] [--recording-mib 100]
  [--lines 60] [--no-browser] [--database-url URL] [--write docs/benchmarks.md] [--peer phoenix|victoria --peer-url URL[,URL] --peer-pid PID[,PID]]
sessions: how many are sent in each mode; stored: rows of the list; large: spans of the large session (0: none);
recording-mib: size of the uploaded recording (0: none); lines: only runtime lines, so many seconds at 20,000 a second; no-browser: nothing is opened in a Chromium, also where there is one; sidecar: only what the sidecar costs; peer: only compare with a running Arize Phoenix (traces only), or VictoriaTraces,VictoriaLogs`;

const SPREAD_SECONDS = 6 * 3600;
/** 166 spans in nine minutes, as in the design's session. */
const HOUR = { minutes: 60, spans: 1_100 };
const KIB = 1024;
const MIB = 1024 * KIB;

interface Options {
  sessions: number;
  stored: number;
  large: number;
  recordingMib: number;
  linesSeconds: number | null;
  browser: string | null;
  peer: Peer | null;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sessions: { type: "string", default: "500" },
      stored: { type: "string", default: "10000" },
      large: { type: "string", default: "10000" },
      "recording-mib": { type: "string", default: "100" },
      lines: { type: "string" },
      "no-browser": { type: "boolean" },
      sidecar: { type: "boolean" },
      "database-url": { type: "string" },
      write: { type: "string" },
      peer: { type: "string" },
      "peer-url": { type: "string" },
      "peer-pid": { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return console.log(usage);
  if (values.sidecar) return console.log(formatReport(await sidecarFigures(say), []));
  const options = {
    sessions: Number(values.sessions),
    stored: Number(values.stored),
    large: Number(values.large),
    recordingMib: Number(values["recording-mib"]),
    linesSeconds: values.lines === undefined ? null : Number(values.lines),
    browser: values["no-browser"] ? null : installedBrowser(),
    peer: peerOf(values.peer, values["peer-url"], values["peer-pid"]),
  };
  const conditions = conditionsOf(options);
  const product = await startProduct(values["database-url"]);
  try {
    const report = formatReport(await measure(product, options), conditions);
    console.log(`\n${report}`);
    if (values.write) writeFileSync(values.write, `# Benchmarks\n\nMade by \`npm run bench\`.\n\n${report}`);
  } finally {
    await product.stop();
  }
}

async function measure(product: Product, options: Options): Promise<Figure[]> {
  const mould = makeMould();
  if (options.linesSeconds !== null) return linesFigures(product, { mould, seconds: options.linesSeconds, say });
  const bare = options.peer ? null : await bareOf(product, mould);
  await warmUp(product, mould);
  if (options.peer) return comparePeer(product, options.peer, mould, { sessions: options.sessions, say });
  const cadence = await load(product, mould, { mode: "cadence", count: options.sessions });
  const big = await load(product, mould, { mode: "big", count: options.sessions });
  const webPeak = product.webMemory().peakBytes;
  const figures = [
    ...loadFigures("cadence", cadence, { cpuS: 14, accepted: 110, digested: 75, kib: 190 }, bare),
    ...loadFigures("big", big, { cpuS: 6, accepted: 400, digested: 160, kib: 95 }, null),
    figure("memory of web under that load", "MiB", webPeak / MIB, { most: 200 }),
    ...(await requestFigures(product, mould, cadence)),
    ...(await visibleFigures(product, mould)),
    ...(await readFigures(product, options.stored)),
    ...(await screenFigures(product, mould, options)),
  ];
  if (options.recordingMib > 0) {
    say("a large recording …");
    const growth = await growthByRecording(product, options.recordingMib * MIB);
    figures.push(figure(`web grows by a recording of ${options.recordingMib} MiB`, "MiB", growth / MIB, { most: 50 }));
  }
  return figures;
}

async function warmUp(product: Product, mould: Mould): Promise<void> {
  say("warming up …");
  // 10,000 requests: until then V8 still compiles, which costs as much as the requests themselves.
  await runLoad(product, cast(mould, "cadence", 100));
  await runLoad(product, cast(mould, "big", 50));
}

async function load(product: Product, mould: Mould, how: { mode: Mode; count: number }): Promise<LoadResult> {
  say(`${how.mode}: making ${how.count} sessions …`);
  const sessions = cast(mould, how.mode, how.count);
  say(`${how.mode}: sending …`);
  const result = await runLoad(product, sessions);
  if (result.refused > 0) say(`${how.mode}: ${result.refused} requests were not answered 200`);
  return result;
}

function loadFigures(
  mode: Mode,
  result: LoadResult,
  hold: { cpuS: number; accepted: number; digested: number; kib: number },
  bare: BareServer | null,
) {
  const { web, background, postgres, all } = result.cpuPer1000;
  return [
    { ...cpuFigure(`CPU per 1,000 sessions, ${mode}`, all, { most: hold.cpuS }), ...besides(bare?.cpuSPer1000) },
    { ...cpuFigure(`… of it web`, web), ...besides(bare?.webSPer1000) },
    cpuFigure(`… of it background`, background),
    { ...cpuFigure(`… of it Postgres`, postgres), ...besides(bare?.postgresSPer1000) },
    cpuFigure(`the generator's own, beside it`, result.generatorCpuMsPer1000),
    {
      ...figure(`accepted durable, ${mode}`, "sessions/s", result.acceptedPerSecond, { least: hold.accepted }),
      ...besides(bare?.sessionsPerSecond),
    },
    figure(`accepted requests, ${mode}`, "requests/s", result.requestsPerSecond, null),
    figure(`until digested, ${mode}`, "sessions/s", result.digestedPerSecond, { least: hold.digested }),
    figure(`disk per session without audio, ${mode}`, "KiB", result.bytesPerSession / KIB, { most: hold.kib }),
    figure(`requests not answered 200, ${mode}`, "", result.refused, { most: 0 }),
  ];
}

async function requestFigures(product: Product, mould: Mould, cadence: LoadResult): Promise<Figure[]> {
  say("requests at a third of the top rate …");
  const perSecond = cadence.requestsPerSecond / 3;
  // About ten seconds, sessions side by side as they are in life.
  const sessions = cast(mould, "cadence", Math.max(8, Math.ceil((perSecond * 10) / 96)));
  const requests = Array.from({ length: 96 }, (_unused, index) => sessions.flatMap((each) => each[index] ?? [])).flat();
  const tookMs = await runPaced(product, requests, perSecond);
  return [
    figure("request p50 at a third of the top rate", "ms", percentile(tookMs, 0.5), { most: 6 }),
    figure("request p99 at a third of the top rate", "ms", percentile(tookMs, 0.99), { most: 25 }),
  ];
}

async function visibleFigures(product: Product, mould: Mould): Promise<Figure[]> {
  say("acknowledged until visible …");
  const [cast] = castNamed(mould, MODES.cadence, { count: 1, agoSeconds: 0 });
  const { id, requests } = cast ?? { id: "", requests: [] };
  // Spans only: a batch of logs may hold nothing that is drawn. Not the last ones: they end the session and its stream.
  const batches = requests.filter((request) => request.path.includes("/traces/")).slice(0, 50);
  const tookMs = await timeVisible(product, id, batches);
  // Else it would count as live, and its digest as not done, for a minute and a half.
  await runLoad(product, [requests.filter((request) => !batches.includes(request))]);
  return [
    figure("acknowledged until visible in an open timeline, p50", "ms", percentile(tookMs, 0.5), null),
    figure("acknowledged until visible in an open timeline, p95", "ms", percentile(tookMs, 0.95), { most: 1000 }),
  ];
}

async function readFigures(product: Product, stored: number): Promise<Figure[]> {
  say("timelines and lists …");
  const ids = await listIds(product, 100);
  const count = await multiplySessions(product, stored);
  const timelines = Array.from(
    { length: 400 },
    (_unused, index) => `/api/v1/sessions/${ids[index % ids.length]}/timeline`,
  );
  await timeReads(product, timelines.slice(0, 50));
  const timelineMs = await timeReads(product, timelines);
  const asked = [
    "",
    "&status=ended",
    "&sort=-durationMs",
    "&sort=latency",
    "&sort=-turns",
    "&sort=agent",
    "&sort=-tokens",
    "&sort=startedAt",
    "&tag=demo",
    "&agent=front-desk",
  ];
  const lists = Array.from(
    { length: 300 },
    (_unused, index) => `/api/v1/sessions?limit=50${asked[index % asked.length]}`,
  );
  await timeReads(product, lists.slice(0, 30));
  const listMs = await timeReads(product, lists);
  const facets = lists.map((path) => path.replace("sessions?limit=50", "sessions/facets?").replace(/&sort=[^&]*/, ""));
  await timeReads(product, facets.slice(0, 30));
  const facetsMs = await timeReads(product, facets);
  return [
    figure("timeline of 166 spans + 120 logs, p50", "ms", percentile(timelineMs, 0.5), { most: 6 }),
    figure("timeline of 166 spans + 120 logs, p99", "ms", percentile(timelineMs, 0.99), { most: 25 }),
    figure(`session list, 50 of ${count}, p99`, "ms", percentile(listMs, 0.99), { most: 50 }),
    figure(`counts beside filters, ${count} sessions, p99`, "ms", percentile(facetsMs, 0.99), { most: 50 }),
  ];
}

async function screenFigures(product: Product, mould: Mould, options: Options): Promise<Figure[]> {
  const { large: spans, browser } = options;
  if (spans === 0) return [];
  say("a large session …");
  const logs = Math.round(spans * 0.7);
  const size = { spans, logs, traceRequests: Math.ceil(spans / 512), logRequests: Math.ceil(logs / 512) };
  const large = await sendOne(product, mould, size);
  const tookMs = await timeReads(product, Array(7).fill(`/api/v1/sessions/${large}/timeline`));
  const what = `timeline of ${spans} spans + ${logs} logs, median`;
  const figures = [figure(what, "ms", percentile(tookMs, 0.5), { most: 350 })];
  if (browser === null) return figures;
  say("a session with as many spans, and a call of an hour, in a browser …");
  const crowded = castHour({ spans, agoSeconds: 60, hasAudio: true });
  const hour = castHour({ ...HOUR, agoSeconds: 60, hasAudio: true });
  await runLoad(product, [crowded.requests, hour.requests]);
  const shown = { crowded: crowded.id, spans, hour: hour.id };
  const seen = await browserFigures(product, browser, shown).catch((error: Error) => {
    // An hour of figures is not lost for a browser that does not start.
    say(`the browser: ${error.message}`);
    return [];
  });
  return [...figures, ...seen];
}

/** Sends one session, waits until it is digested, and answers with its id. */
async function sendOne(product: Product, mould: Mould, size: SessionSize): Promise<string> {
  const [cast] = castNamed(mould, size, { count: 1, agoSeconds: 60 });
  await runLoad(product, [cast?.requests ?? []]);
  return cast?.id ?? "";
}

function cast(mould: Mould, mode: Mode, count: number) {
  const nowSeconds = Date.now() / 1000;
  return Array.from({ length: count }, (_unused, index) =>
    castSession(mould, MODES[mode], { seed: randomUUID(), nowSeconds, agoSeconds: (index * 61) % SPREAD_SECONDS }),
  );
}

function figure(what: string, unit: string, measured: number, hold: Figure["hold"]): Figure {
  return { what, unit, measured, hold };
}

function cpuFigure(what: string, cpuMs: number, hold: Figure["hold"] = null): Figure {
  return figure(what, "s", cpuMs / 1000, hold);
}

function besides(bare: number | undefined): Pick<Figure, "bare"> {
  return bare === undefined ? {} : { bare };
}

/** As many as it takes V8 to have compiled all, and as many to measure. */
async function bareOf(product: Product, mould: Mould): Promise<BareServer> {
  say("a bare server …");
  return measureBare(product, { warmUp: cast(mould, "cadence", 150), measured: cast(mould, "cadence", 200) });
}

function conditionsOf(options: Options): string[] {
  const { cadence, big } = MODES;
  if (options.peer) return peerConditions(options.peer, options.sessions);
  if (options.linesSeconds !== null)
    return ["20 workers, 500 lines a gzip request, made of what the captures' processes printed."];
  return [
    `${options.sessions} sessions in each mode, made from the capture \`python-clinic\`: ${cadence.spans} spans and ${cadence.logs} log records each.`,
    `*Cadence*: ${cadence.traceRequests + cadence.logRequests} gzip requests a session, as SDKs send; *big*: ${big.traceRequests + big.logRequests}.`,
    "CPU is that of web, background and Postgres together, accepted and digested once.",
    "*A bare server here*: Node's HTTP server that inflates each body and commits it by the journal's own statement, and nothing else: no keys, no reading, no digest (`bench/bare.ts`). What is promised was measured on another machine.",
    `Load average of the machine before the start: ${loadavg()[0]?.toFixed(1)} (0 means that nothing else ran).`,
  ];
}

/** How far it is, beside the report. */
function say(what: string): void {
  console.error(`${Math.round(process.uptime())} s: ${what}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
